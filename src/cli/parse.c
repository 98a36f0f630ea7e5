#include "base/num.h"
#include "base/str.h"
#include "cli/args.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int cli_usage_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bordermap: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return EXIT_USAGE;
}

int cli_failed(const bm_ctx *ctx, bm_status status)
{
    const char *why = bm_ctx_error(ctx);
    if (status == BM_EINTERRUPTED) {
        fputs("bordermap: interrupted; nothing was written\n", stderr);
        return EXIT_INTERRUPTED;
    }
    fprintf(stderr, "bordermap: %s\n", why[0] ? why : bm_status_name(status));
    return status == BM_EUSAGE ? EXIT_USAGE : EXIT_FAILED;
}

struct parser {
    const struct cli_command *command;
    int argc;
    char **argv;
    int at;
    struct cli_args *args;
};

static bool taken_by(const struct cli_option *option, const struct cli_command *command)
{
    return (option->groups & (command->groups | OPT_ALWAYS)) != 0;
}

static const struct cli_option *find_option(const struct cli_command *command, bm_str name, char letter)
{
    size_t n;
    const struct cli_option *options = cli_options(&n);
    for (size_t i = 0; i < n; i++) {
        if (!taken_by(&options[i], command)) continue;
        if (letter ? options[i].letter == letter : bm_str_eq(bm_str_z(options[i].name), name))
            return &options[i];
    }
    return NULL;
}

static bool unknown_option(const struct parser *p, bm_str name)
{
    size_t n, best = 3;
    const char *nearest = NULL;
    const struct cli_option *options = cli_options(&n);
    for (size_t i = 0; i < n; i++) {
        size_t distance = bm_name_distance(bm_str_z(options[i].name), name);
        if (distance >= best || !taken_by(&options[i], p->command)) continue;
        best = distance;
        nearest = options[i].name;
    }
    if (nearest)
        cli_usage_error("'%s' has no option '%s'; did you mean '--%s'?", p->command->name, p->argv[p->at],
                        nearest);
    else
        cli_usage_error("'%s' has no option '%s'; see 'bordermap %s --help'", p->command->name,
                        p->argv[p->at], p->command->name);
    return false;
}

static bool set_number(const struct cli_option *o, bm_str text, double *out)
{
    if (bm_parse_double(text, out) && *out >= o->min && *out <= o->max) return true;
    cli_usage_error("--%s takes a number from %g to %g (%s), not '%.*s'", o->name, o->min, o->max, o->value,
                    (int)text.len, text.p);
    return false;
}

static bool set_choice(const struct cli_option *o, const char *value, int *out)
{
    int index = 1;
    for (const char *p = o->value; p; index++) {
        const char *bar = strchr(p, '|');
        size_t n = bar ? (size_t)(bar - p) : strlen(p);
        if (bm_str_eq((bm_str){p, n}, bm_str_z(value))) {
            *out = index;
            return true;
        }
        p = bar ? bar + 1 : NULL;
    }
    cli_usage_error("--%s takes %s, not '%s'", o->name, o->value, value);
    return false;
}

static bool has_room(const struct cli_option *o, size_t n)
{
    if (n < CLI_MAX_LIST) return true;
    cli_usage_error("--%s: at most %d values", o->name, CLI_MAX_LIST);
    return false;
}

static bool add_text(const struct cli_option *o, struct text_list *list, const char *value)
{
    if (!has_room(o, list->n)) return false;
    list->items[list->n++] = value;
    return true;
}

/* Splits value, which is the command line's own memory, at its commas. */
static bool set_commas(const struct cli_option *o, struct text_list *list, char *value)
{
    for (char *p = value; p;) {
        char *comma = strchr(p, ',');
        if (comma) *comma = '\0';
        if (*p == '\0') {
            cli_usage_error("--%s: an empty name between commas", o->name);
            return false;
        }
        if (!add_text(o, list, p)) return false;
        p = comma ? comma + 1 : NULL;
    }
    return true;
}

static bool set_numbers(const struct cli_option *o, struct number_list *list, const char *value)
{
    list->n = 0;
    for (const char *p = value; p;) {
        const char *comma = strchr(p, ',');
        bm_str text = {p, comma ? (size_t)(comma - p) : strlen(p)};
        if (!has_room(o, list->n) || !set_number(o, text, &list->items[list->n])) return false;
        list->n++;
        p = comma ? comma + 1 : NULL;
    }
    return true;
}

static bool set_option(const struct cli_option *o, struct cli_args *args, char *value)
{
    void *at = (char *)args + o->offset;
    switch (o->kind) {
    case KIND_FLAG: *(bool *)at = true; return true;
    case KIND_TEXT: *(const char **)at = value; return true;
    case KIND_NUMBER: return set_number(o, bm_str_z(value), at);
    case KIND_TEXTS: return add_text(o, at, value);
    case KIND_COMMAS: return set_commas(o, at, value);
    case KIND_NUMBERS: return set_numbers(o, at, value);
    case KIND_CHOICE: return set_choice(o, value, at);
    }
    return false;
}

/* "--name", "--name=value", "--name value", "-x value", "-xvalue". */
static bool parse_option(struct parser *p)
{
    char *word = p->argv[p->at], *value = NULL;
    const struct cli_option *o;
    bm_str name = {NULL, 0};
    if (word[1] == '-') {
        value = strchr(word, '=');
        name = (bm_str){word + 2, value ? (size_t)(value - word - 2) : strlen(word + 2)};
        if (value) value++;
        o = find_option(p->command, name, 0);
    } else {
        name = (bm_str){word + 1, strlen(word + 1)};
        o = find_option(p->command, name, word[1]);
        if (o && word[2]) value = word + 2;
    }
    if (!o) return unknown_option(p, name);
    if (o->kind == KIND_FLAG && value) {
        cli_usage_error("--%s takes no value", o->name);
        return false;
    }
    if (o->kind != KIND_FLAG && !value) {
        if (++p->at == p->argc) {
            cli_usage_error("--%s wants %s", o->name, o->value);
            return false;
        }
        value = p->argv[p->at];
    }
    return set_option(o, p->args, value);
}

static bool count_operands(const struct cli_command *c, size_t n)
{
    if (n < c->min_operands) {
        cli_usage_error("'%s' wants %s; see 'bordermap %s --help'", c->name, c->operands, c->name);
        return false;
    }
    if (n > c->max_operands) {
        cli_usage_error("'%s' takes %s, but %zu were given", c->name,
                        c->operands[0] ? c->operands : "no operands", n);
        return false;
    }
    return true;
}

static void defaults(struct cli_args *args)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *args = (struct cli_args){.segment_km = 50,
                              .max_km = 100,
                              .draws = 999,
                              .seed = 1,
                              .tolerance_m = 1000,
                              .crosswalk_m = 10000,
                              .segment_by = "length",
                              .edges = 1};
    args->jobs = processors > 0 && processors < 256 ? (double)processors : 1;
    args->bands_km = (struct number_list){{10, 25, 50, 100}, 4};
}

bool cli_parse(const struct cli_command *command, int argc, char **argv, struct cli_args *args)
{
    struct parser p = {.command = command, .argc = argc, .argv = argv, .args = args};
    char **operands = argv; /* collected in place: never more than were read */
    size_t n = 0;
    bool only_operands = false;

    defaults(args);
    for (p.at = 0; p.at < argc; p.at++) {
        char *word = argv[p.at];
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (!only_operands && word[0] == '-' && word[1] != '\0') {
            if (!parse_option(&p)) return false;
        } else {
            operands[n++] = word;
        }
    }
    args->operands = (const char *const *)operands;
    args->n_operands = n;
    return args->help || count_operands(command, n);
}
