/* Writes manual pages and completion scripts: docs_gen man DIR, docs_gen completion DIR. Run by the build. */
#include "cli/gen/docs.h"

#include <ctype.h>
#include <string.h>

void docs_page_name(const struct cli_command *command, char out[DOCS_NAME_MAX])
{
    snprintf(out, DOCS_NAME_MAX, "bordermap-%s", command->name);
    for (char *at = out; *at; at++)
        if (*at == ' ') *at = '-';
}

bool docs_takes(const struct cli_command *command, const struct cli_option *option)
{
    return (option->groups & (command->groups | OPT_ALWAYS)) != 0;
}

static void add_word(struct docs_values *values, const char *word, size_t len)
{
    size_t used = strlen(values->words);
    snprintf(values->words + used, sizeof values->words - used, "%s%.*s", used ? " " : "", (int)len, word);
}

static void add_words(struct docs_values *values, const char *list, char between)
{
    for (const char *p = list; p;) {
        const char *end = strchr(p, between);
        size_t n = end ? (size_t)(end - p) : strlen(p);
        if (islower((unsigned char)*p)) /* else a kind of value: FILE */
            add_word(values, p, n);
        p = end ? end + 1 : NULL;
    }
}

void docs_values_of(const struct cli_option *option, struct docs_values *out)
{
    static const char *const files[] = {"FILE", "PATH", "CSV", "POLYGONS"};
    *out = (struct docs_values){"", false};
    if (option->kind == KIND_FLAG) return;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        out->files |= strstr(option->value, files[i]) != NULL;
    if (strcmp(option->name, "outputs") == 0 || strcmp(option->name, "only") == 0)
        add_words(out, bm_output_names(), ',');
    else if (strchr(option->value, '|') || option->kind == KIND_CHOICE)
        add_words(out, option->value, '|');
}

static FILE *create(const char *dir, const char *name, const char *end)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", dir, name, end);
    FILE *file = fopen(path, "w");
    if (!file) fprintf(stderr, "docs_gen: cannot write '%s'\n", path);
    return file;
}

static int finish(FILE *file)
{
    int bad = ferror(file);
    return fclose(file) || bad;
}

static int write_man(const char *dir)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);
    FILE *file = create(dir, "bordermap", ".1");
    if (!file) return 1;
    docs_man_program(file);
    int bad = finish(file);
    for (size_t i = 0; i < n && !bad; i++) {
        char name[DOCS_NAME_MAX];
        docs_page_name(commands[i], name);
        if (!(file = create(dir, name, ".1"))) return 1;
        docs_man_command(file, commands[i]);
        bad = finish(file);
    }
    return bad;
}

static int write_completion(const char *dir)
{
    static const struct {
        const char *file;
        void (*write)(FILE *to);
    } shells[] = {{"bordermap", docs_bash}, {"_bordermap", docs_zsh}, {"bordermap.fish", docs_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        FILE *file = create(dir, shells[i].file, "");
        if (!file) return 1;
        shells[i].write(file);
        if (finish(file)) return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "man") == 0) return write_man(argv[2]);
    if (argc == 3 && strcmp(argv[1], "completion") == 0) return write_completion(argv[2]);
    fputs("usage: docs_gen man|completion DIR\n", stderr);
    return 2;
}
