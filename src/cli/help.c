/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/option_table.h"

#include "archive/unpack.h"
#include "cli/sandbox.h"
#include "report/escape.h"

static void print_row(FILE *out, const struct option_row *row, enum command_bit command)
{
	char text[64], words[OPTION_WORDS] = "";
	bool letter = row->letter;

	snprintf(text, sizeof(text), "%c%c%s%s%s%s%s", letter ? '-' : ' ',
		 letter ? row->letter : ' ',
		 row->name && letter ? ", "
		 : row->name         ? "  "
				     : "",
		 row->name ? "--" : "", row->name ? row->name : "",
		 row->argument ? (row->name ? "=" : " ") : "", row->argument ? row->argument : "");
	if (row->word)
		option_words(row, command, true, words);
	fprintf(out, "  %-24s %s%s\n", text, row->help ? row->help : "", words);
}

void print_command_help(FILE *out, const struct command *command)
{
	fprintf(out, "pcimsi %s: %s\n\nusage: pcimsi %s [OPTION...] %s\n\n", command->name,
		command->help, command->name, command->operands);
	for (unsigned i = 0; i < n_option_rows; i++)
		if (option_rows[i].commands & command->bit)
			print_row(out, &option_rows[i], command->bit);
	if (command->bit & FOR_CAPTURES)
		fputs("\nA CAPTURE is the output of lspci -x, -xxx or -xxxx (or of -vv), raw configuration\n"
		      "bytes, a copied sysfs tree, a folder or an archive of these, or - for standard\n"
		      "input. Without one this machine is read.\n",
		      out);
	if (command->bit & FOR_CAPTURE)
		fputs("\nThe capture is a .tar.gz of what Linux' sysfs says of every PCI function:\n"
		      "configuration bytes, BARs, drivers, vectors. It only reads. As root it holds\n"
		      "all of configuration space.\n",
		      out);
	if (command->bit & FOR_CHECK)
		fputs("\nOperands may stand in any order: what is an INF, an exported registry, what\n"
		      "Windows granted, a policy or a capture is told by its content. Folders and\n"
		      "archives of INFs go with --inf.\n",
		      out);
	if (command->bit & FOR_CHECK)
		fputs("\nStatus: 0 nothing of --fail-on, 1 something of it, 2 no verdict was possible, or an\n"
		      "input, a policy or the output failed; the last line says which. With\n"
		      "--matrix and --suggest it is that of the INF as it is; --exit-zero makes 1 a 0.\n",
		      out);
}

void print_help(FILE *out)
{
	fputs("pcimsi: which MSI settings of a Windows driver INF are impossible, wasteful,\n"
	      "ineffective or fit for the PCI functions of this machine or of a capture.\n"
	      "It only ever reads.\n\nusage: pcimsi COMMAND [OPTION...] [FILE...]\n\n",
	      out);
	for (const struct command *command = commands; command->name; command++)
		fprintf(out, "  %-9s %s\n", command->name, command->help);
	fputs("\npcimsi COMMAND --help tells the options. pcimsi --version tells the version.\n",
	      out);
}

void print_option_table(FILE *out)
{
	for (const struct command *command = commands; command->name; command++) {
		for (unsigned i = 0; i < n_option_rows; i++) {
			const struct option_row *row = &option_rows[i];

			if (!(row->commands & command->bit))
				continue;
			fprintf(out, "%s", command->name);
			if (row->letter)
				fprintf(out, "\t-%c", row->letter);
			if (row->name)
				fprintf(out, "\t--%s", row->name);
			fputc('\n', out);
		}
	}
}

static void print_words(FILE *out, const struct command *command, const struct option_row *row)
{
	const char *word;

	fprintf(out, "%s\t--%s\t", command->name, row->name);
	for (unsigned i = 0; (word = row->word(i, command->bit)); i++)
		fprintf(out, "%s%s", i ? " " : "", word);
	fputc('\n', out);
}

void print_option_words(FILE *out)
{
	for (const struct command *command = commands; command->name; command++)
		for (unsigned i = 0; i < n_option_rows; i++)
			if (option_rows[i].word && option_rows[i].commands & command->bit)
				print_words(out, command, &option_rows[i]);
}

/* What a library that is loaded when it is needed is needed for: now, so that it is told. */
static void print_library(FILE *out, const char *what, const char *library, const char *missing)
{
	fprintf(out, "%s: ", what);
	put_text(out, missing ? missing : library);
	fputc('\n', out);
}

void print_version(FILE *out)
{
	char sandbox[SANDBOX_TEXT];

	fprintf(out, "pcimsi " PCIMSI_VERSION "\n");
#ifdef HAVE_LIBARCHIVE
	print_library(out, "archives", "libarchive", unpack_archives_missing());
#else
	print_library(out, "archives", "built without libarchive", NULL);
#endif
#ifdef HAVE_GMIME
	print_library(out, "mail", "gmime", unpack_mails_missing());
#else
	print_library(out, "mail", "built without gmime", NULL);
#endif
	print_library(out, "sandbox", sandbox_text(sandbox), NULL);
}
