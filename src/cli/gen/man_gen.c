/* Manual pages in man(7) macros. */
#include "bordermap/version.h"
#include "cli/gen/docs.h"

#include <string.h>

/* Text as roff reads it: no escapes, no requests, dashes that can be copied to a shell. Lines that begin with
 * a space stay lines. */
static void put(FILE *to, const char *text)
{
    bool at_start = true, verbatim = false;
    for (const char *p = text; *p; p++) {
        if (at_start && verbatim != (*p == ' ')) {
            verbatim = *p == ' ';
            fputs(verbatim ? ".nf\n" : ".fi\n", to);
        }
        if (at_start && (*p == '.' || *p == '\'')) fputs("\\&", to);
        at_start = *p == '\n';
        if (*p == '\\')
            fputs("\\e", to);
        else if (*p == '-')
            fputs("\\-", to);
        else if (*p == '\'')
            fputs("\\(aq", to);
        else
            putc(*p, to);
    }
    if (verbatim) fputs("\n.fi", to);
}

static void put_line(FILE *to, const char *before, const char *text)
{
    fputs(before, to);
    put(to, text);
    putc('\n', to);
}

/* The date would differ from build to build and says nothing. */
static void head(FILE *to, const char *name)
{
    fputs(".\\\" Made by the build from the tables behind --help.\n.TH ", to);
    for (const char *p = name; *p; p++) putc(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p, to);
    fprintf(to, " 1 \"\" \"bordermap %s\" \"User Commands\"\n.nh\n.ad l\n", BM_VERSION);
}

static void put_option(FILE *to, const struct cli_option *o)
{
    fputs(".TP\n.B ", to);
    if (o->letter) fprintf(to, "\\-%c\\fR, \\fB", o->letter);
    put(to, "--");
    put(to, o->name);
    if (o->value) {
        fputs(" \\fI", to);
        put(to, o->value);
        fputs("\\fR", to);
    }
    put_line(to, "\n", o->help);
}

static void examples(FILE *to, const char *text)
{
    put_line(to, ".SH EXAMPLES\n", text);
}

void docs_man_command(FILE *to, const struct cli_command *command)
{
    char page[DOCS_NAME_MAX];
    size_t n;
    const struct cli_option *options = cli_options(&n);

    docs_page_name(command, page);
    head(to, page);
    fputs(".SH NAME\n", to);
    put(to, page);
    put_line(to, " \\- ", command->summary);
    put_line(to, ".SH SYNOPSIS\n.B bordermap ", command->name);
    if (command->operands[0]) put_line(to, ".I ", command->operands);
    fputs("[options]\n", to);
    if (command->more) put_line(to, ".SH DESCRIPTION\n", command->more);
    fputs(".SH OPTIONS\n", to);
    for (size_t i = 0; i < n; i++)
        if (docs_takes(command, &options[i])) put_option(to, &options[i]);
    examples(to, command->examples);
    fputs(".SH SEE ALSO\n.BR bordermap (1)\n", to);
}

static void exit_codes(FILE *to)
{
    static const struct {
        int code;
        const char *means;
    } codes[] = {
        {EXIT_DONE, "done"},
        {EXIT_FAILED, "failed; the message says why, and older outputs stand"},
        {EXIT_USAGE, "wrong usage"},
        {EXIT_NOT_ALL, "done, but --strict was given and rows were unresolved or rejected"},
        {EXIT_INTERRUPTED, "interrupted; nothing half done is left behind"},
    };
    fputs(".SH EXIT STATUS\n", to);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        fprintf(to, ".TP\n.B %d\n", codes[i].code);
        put_line(to, "", codes[i].means);
    }
}

static void see_also(FILE *to, const struct cli_command *const *commands, size_t n)
{
    fputs(".SH SEE ALSO\n", to);
    for (size_t i = 0; i < n; i++) {
        char name[DOCS_NAME_MAX];
        docs_page_name(commands[i], name);
        fputs(".BR ", to);
        put(to, name);
        fprintf(to, " (1)%s\n", i + 1 < n ? "," : "");
    }
}

void docs_man_program(FILE *to)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);

    head(to, "bordermap");
    fputs(
        ".SH NAME\nbordermap \\- maps incidents along international borders\n"
        ".SH SYNOPSIS\n.B bordermap\n.I COMMAND\n\\&...\n.br\n.B bordermap\n.I COMMAND\n.B \\-\\-help\n"
        ".br\n.B bordermap \\-\\-version\n"
        ".SH DESCRIPTION\nReads incident records that name places, finds the places in a gazetteer in any "
        "script, "
        "ties each to a\nsegment of an international border with exact geodesic distances, and writes layers "
        "for QGIS, a page, pictures\nand statistics. Each command is the same pipeline stopped earlier or "
        "later.\n"
        ".SH COMMANDS\n",
        to);
    for (size_t i = 0; i < n; i++) {
        put_line(to, ".TP\n.B ", commands[i]->name);
        put_line(to, "", commands[i]->summary);
    }
    exit_codes(to);
    fputs(".SH ENVIRONMENT\n.TP\n.B BORDERMAP_DATA\nThe folder of the built\\-in gazetteer and borders; else "
          "they "
          "are looked for in ../share/bordermap\nand share/bordermap beside the program.\n",
          to);
    see_also(to, commands, n);
}
