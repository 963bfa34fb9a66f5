# SPDX-License-Identifier: GPL-2.0-or-later
# Splits a .cases file into DIR/N/{capture.txt,case.inf,policy.ini,args,expect}; see README.md.

function hex(text,    value, i) {
	value = 0
	for (i = 1; i <= length(text); i++)
		value = value * 16 + index("0123456789abcdef", tolower(substr(text, i, 1))) - 1
	return value
}

# Puts the bytes of fields FROM.. of the line at `offset`.
function put_fields(offset, from,    i, text) {
	for (i = from; i <= NF; i++) {
		text = $i
		while (length(text) >= 2) {
			image[offset++] = hex(substr(text, 1, 2))
			text = substr(text, 3)
		}
	}
}

function put_text(offset, text) {
	while (length(text) >= 2) {
		image[offset++] = hex(substr(text, 1, 2))
		text = substr(text, 3)
	}
}

# A line of an export, with the keys of the function's device in place of {device}, {msi}, {affinity}.
function registry_line(line,    start, key) {
	key = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Enum\\PCI\\" \
		"VEN_1234&DEV_0001&SUBSYS_00011234&REV_00\\1"
	if (!match(line, /\{(device|msi|affinity)\}/))
		return line
	start = substr(line, RSTART + 1, 3)
	if (start != "dev")
		key = key "\\Device Parameters\\Interrupt Management\\" \
			(start == "msi" ? "MessageSignaledInterruptProperties" : "Affinity Policy")
	return substr(line, 1, RSTART - 1) key substr(line, RSTART + RLENGTH)
}

function new_function(name) {
	slot = name
	size = 256
	pointer = 52
	delete image
	n_late = 0
	around = ""
	spoilt = -1
	put_text(0, "341201000600100000000002")
	put_text(16, "000000f0")
	put_text(44, "34120100")
	image[61] = 1
	open_function = 1
	touched = 0
}

function end_function(    i, j) {
	if (!open_function)
		return
	for (i = 1; i <= n_late; i++) {
		$0 = late[i]
		put_fields(hex($2), 3)
	}
	printf "%s 0200: 1234:0001\n%s", slot, around >dir "/capture.txt"
	for (i = 0; i < size; i += 16) {
		printf "%02x:", i >dir "/capture.txt"
		for (j = i; j < i + 16 && j < size; j++)
			printf (i == spoilt && j == i + 8 ? " %x" : " %02x"), image[j] >dir "/capture.txt"
		printf "\n" >dir "/capture.txt"
	}
	printf "\n" >dir "/capture.txt"
	open_function = 0
}

function end_case(    out) {
	if (!dir)
		return
	end_function()
	close(dir "/capture.txt")
	out = dir "/case.inf"
	if (own_inf) {
		printf "%s", own_inf >out
	} else {
		print "[Version]\nSignature=\"$Windows NT$\"\nClass=Net" >out
		print "ClassGuid={4d36e972-e325-11ce-bfc1-08002be10318}\nProvider=%P%" >out
		print "[Manufacturer]\n%P%=Models,NTamd64\n[Models.NTamd64]" >out
		printf "%s", models ? models : "%D%=Dev,PCI\\VEN_1234&DEV_0001&SUBSYS_00011234\n" >out
		print "[Dev]\n[Dev.HW]\nAddReg=Dev.Msi\n[Dev.Msi]" >out
		printf "%s", lines >out
		print "[Strings]\nP=\"Example\"\nD=\"Example device\"" >out
	}
	close(out)
	if (registry) {
		printf "REGEDIT4\n\n%s", registry >dir "/case.reg"
		close(dir "/case.reg")
		args = args " --registry case.reg"
	}
	print args >dir "/args"
	close(dir "/args")
	print expect >dir "/expect"
	close(dir "/expect")
	if (extension) {
		printf "%s", extension >dir "/extension.inf"
		close(dir "/extension.inf")
	}
	if (policy) {
		printf "%s", policy >dir "/policy.ini"
		close(dir "/policy.ini")
	}
	if (state) {
		print state >dir "/linux"
		close(dir "/linux")
	}
	dir = ""
}

/^(hit|miss|unknown)/ {
	line = $0
	end_case()
	expect = line
	dir = root "/" ++n
	system("mkdir -p " dir)
	args = lines = models = own_inf = state = extension = registry = policy = ""
	in_inf = 0
	new_function("00:01.0")
	next
}

/^#/ { next }
!dir { next }
in_inf && $1 == "extension" { extension = " "; next }
in_inf && extension { extension = extension substr($0, 2) "\n"; next }
in_inf { own_inf = own_inf substr($0, 2) "\n"; next }
/^[ \t]*$/ { next }

$1 != "function" { touched = 1 }
$1 == "cap" {
	offset = hex($2)
	image[pointer] = offset
	image[offset] = hex($3)
	put_fields(offset + 2, 4)
	pointer = offset + 1
	next
}
$1 == "text" { sub(/^[ \t]*text[ \t]+/, ""); gsub(/\\t/, "\t"); around = around $0 "\n"; next }
$1 == "spoil" { spoilt = hex($2); next }
$1 == "at" { late[++n_late] = $0; next }
$1 == "linux" { state = $2 " " $3 " " $4; next }
$1 == "bytes" { size = $2 + 0; next }
$1 == "function" { name = $2; if (touched) end_function(); new_function(name); next }
$1 == "args" { sub(/^[ \t]*args[ \t]+/, ""); args = args " " $0; next }
$1 == "registry" { sub(/^[ \t]*registry[ \t]*/, ""); registry = registry registry_line($0) "\n"; next }
$1 == "reg" { sub(/^[ \t]*reg[ \t]+/, ""); lines = lines $0 "\n"; next }
$1 == "policy" { sub(/^[ \t]*policy[ \t]+/, ""); policy = policy $0 "\n"; next }
$1 == "model" { sub(/^[ \t]*model[ \t]+/, ""); models = models $0 "\n"; next }
$1 == "supported" || $1 == "limit" {
	lines = lines "HKR,\"Interrupt Management\\MessageSignaledInterruptProperties\"," \
		($1 == "limit" ? "MessageNumberLimit" : "MSISupported") ",0x00010001," $2 "\n"
	next
}
$1 == "inf" { in_inf = 1; next }
{ print FILENAME ":" FNR ": not understood: " $0 >"/dev/stderr"; failed = 1 }

END { end_case(); exit failed }
