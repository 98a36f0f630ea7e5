/* What an installed program comes with, made at build time from the tables behind --help. */
#ifndef BM_CLI_GEN_DOCS_H
#define BM_CLI_GEN_DOCS_H

#include "cli/args.h"

#include <stdio.h>

/* A manual page: of one command, or of them all. */
void docs_man_command(FILE *to, const struct cli_command *command);
void docs_man_program(FILE *to);
void docs_bash(FILE *to);
void docs_zsh(FILE *to);
void docs_fish(FILE *to);

/* The command's page: "bordermap-gazetteer-build". */
enum { DOCS_NAME_MAX = 64 };
void docs_page_name(const struct cli_command *command, char out[DOCS_NAME_MAX]);
/* Does the command take the option? */
bool docs_takes(const struct cli_command *command, const struct cli_option *option);

/* What may follow an option. */
struct docs_values {
    char words[512]; /* with a space before each but the first; "" if they are not known */
    bool files;      /* or the name of a file */
};
void docs_values_of(const struct cli_option *option, struct docs_values *out);

#endif
