#include "cli/args.h"

#include <stdio.h>
#include <string.h>

enum { OPTION_WIDTH = 30 };

static void print_option(const struct cli_option *o)
{
    char left[80];
    const char *value = o->value ? o->value : "";
    if (o->letter)
        snprintf(left, sizeof left, "-%c, --%s %s", o->letter, o->name, value);
    else
        snprintf(left, sizeof left, "    --%s %s", o->name, value);
    if (strlen(left) > OPTION_WIDTH)
        printf("  %s\n  %*s  %s\n", left, OPTION_WIDTH, "", o->help);
    else
        printf("  %-*s  %s\n", OPTION_WIDTH, left, o->help);
}

void cli_help(const struct cli_command *command)
{
    size_t n;
    const struct cli_option *options = cli_options(&n);
    printf("bordermap %s %s\n\n%s\n", command->name, command->operands, command->summary);
    if (command->more) printf("\n%s\n", command->more);
    printf("\nOptions\n");
    for (size_t i = 0; i < n; i++)
        if (options[i].groups & (command->groups | OPT_ALWAYS)) print_option(&options[i]);
    printf("\nExamples\n%s\n", command->examples);
}

void cli_overview(void)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);
    printf("bordermap %s: maps incidents along international borders\n\n"
           "usage: bordermap COMMAND ...      bordermap COMMAND --help\n\n",
           BM_VERSION);
    for (size_t i = 0; i < n; i++) printf("  %-18s %s\n", commands[i]->name, commands[i]->summary);
    printf("\nStart with: bordermap map INCIDENTS.csv -o out\n");
}
