# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion for pcimsi. What may stand where, the program knows: see src/cli/complete.h.

function __pcimsi_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (command $words[1] --complete $words[2..-1] "$current" 2>/dev/null)
    set -l kept (string split -m 1 \t -- $lines[1])[2]
    set -l rest (string sub -s (math (string length -- "$kept") + 1) -- $current)
    switch $lines[1]
        case 'words*'
            printf '%s\n' $lines[2..-1]
        case 'files*'
            for path in (__fish_complete_path $rest)
                echo $kept$path
            end
        case 'folders*'
            for path in (__fish_complete_directories $rest '')
                echo $kept$path
            end
    end
end

complete -c pcimsi -f -a '(__pcimsi_complete)'
