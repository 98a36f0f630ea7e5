/* Completion for bash, zsh and fish. Commands of two words ("gazetteer build") are completed word by word. */
#include "cli/gen/docs.h"

#include <string.h>

/* --- what the three have in common --- */

/* The first word of a command's name. */
static size_t first_word(const char *name)
{
    return strcspn(name, " ");
}

/* Is commands[i] the first of those that begin with its word? */
static bool begins_family(const struct cli_command *const *commands, size_t i)
{
    size_t len = first_word(commands[i]->name);
    return i == 0 || strncmp(commands[i - 1]->name, commands[i]->name, len) != 0 ||
           first_word(commands[i - 1]->name) != len;
}

/* The first words, or the second ones of the family of `word`; a space before each but the first. */
static void put_words(FILE *to, const char *word)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);
    const char *before = "";
    for (size_t i = 0; i < n; i++) {
        const char *name = commands[i]->name;
        size_t len = first_word(name);
        if (word && (strncmp(name, word, len) != 0 || word[len] != '\0' || !name[len])) continue;
        if (!word && !begins_family(commands, i)) continue;
        fprintf(to, "%s%.*s", before, word ? (int)strlen(name + len + 1) : (int)len,
                word ? name + len + 1 : name);
        before = " ";
    }
}

/* Calls `each` once for every word that begins commands of two words. */
static void each_family(FILE *to, void (*each)(FILE *to, const char *word))
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);
    for (size_t i = 0; i < n; i++) {
        char word[DOCS_NAME_MAX];
        size_t len = first_word(commands[i]->name);
        if (!commands[i]->name[len] || !begins_family(commands, i)) continue;
        snprintf(word, sizeof word, "%.*s", (int)len, commands[i]->name);
        each(to, word);
    }
}

/* text with a backslash before each of `special`. */
static void put_escaped(FILE *to, const char *text, const char *special)
{
    for (; *text; text++) {
        if (strchr(special, *text)) putc('\\', to);
        putc(*text, to);
    }
}

/* --- bash --- */

static void bash_family(FILE *to, const char *word)
{
    fprintf(to, "        %s) second='", word);
    put_words(to, word);
    fputs("' ;;\n", to);
}

static void bash_command(FILE *to, const struct cli_command *command)
{
    size_t n;
    const struct cli_option *options = cli_options(&n);
    fprintf(to, "        '%s') options='", command->name);
    for (size_t i = 0; i < n; i++)
        if (docs_takes(command, &options[i])) fprintf(to, "--%s ", options[i].name);
    fputs("' ;;\n", to);
}

/* The values of the options; of two options of one name the first that knows words. */
static void bash_values(FILE *to)
{
    size_t n;
    const struct cli_option *options = cli_options(&n);
    for (size_t i = 0; i < n; i++) {
        struct docs_values values;
        if (options[i].kind == KIND_FLAG) continue;
        docs_values_of(&options[i], &values);
        fprintf(to, "        --%s", options[i].name);
        if (options[i].letter) fprintf(to, "|-%c", options[i].letter);
        fprintf(to, ") takes=1 words='%s' files=%d ;;\n", values.words, values.files);
    }
}

void docs_bash(FILE *to)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);

    fputs("# bash completion for bordermap, made by the build from the tables behind --help.\n"
          "_bordermap() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    local command=${COMP_WORDS[1]} second= options= takes= words= files= before=\n"
          "    COMPREPLY=()\n"
          "    [ \"$cur\" = = ] && cur=\n"
          "    [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        COMPREPLY=($(compgen -W '--help --version ",
          to);
    put_words(to, NULL);
    fputs("' -- \"$cur\"))\n        return\n    fi\n    case $command in\n", to);
    each_family(to, bash_family);
    fputs("    esac\n"
          "    if [ -n \"$second\" ]; then\n"
          "        if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
          "            COMPREPLY=($(compgen -W \"$second\" -- \"$cur\"))\n"
          "            return\n"
          "        fi\n"
          "        command=\"$command ${COMP_WORDS[2]}\"\n"
          "    fi\n"
          "    case $command in\n",
          to);
    for (size_t i = 0; i < n; i++) bash_command(to, commands[i]);
    fputs("    esac\n    case $prev in\n", to);
    bash_values(to);
    fputs("    esac\n"
          "    if [ -z \"$takes\" ] && [[ $cur == -* ]]; then\n"
          "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
          "        return\n"
          "    fi\n"
          "    [[ $cur == *,* ]] && before=${cur%,*},\n"
          "    [ -n \"$words\" ] && COMPREPLY=($(compgen -P \"$before\" -W \"$words\" -- \"${cur##*,}\"))\n"
          "    if [ -z \"$takes\" ] || [ \"$files\" = 1 ]; then\n"
          "        compopt -o filenames 2>/dev/null\n"
          "        local IFS=$'\\n'\n"
          "        COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
          "    fi\n"
          "}\n"
          "complete -F _bordermap bordermap\n",
          to);
}

/* --- zsh --- */

static void zsh_described(FILE *to, const char *name, const char *help)
{
    fputs("        '", to);
    fputs(name, to);
    putc(':', to);
    for (; *help; help++) {
        if (*help == '\'')
            fputs("'\\''", to);
        else
            putc(*help, to);
    }
    fputs("'\n", to);
}

static void zsh_option(FILE *to, const struct cli_option *o)
{
    struct docs_values values;
    docs_values_of(o, &values);
    if (o->letter)
        fprintf(to, "            {-%c,--%s}\"[", o->letter, o->name);
    else
        fprintf(to, "            \"*--%s[", o->name);
    put_escaped(to, o->help, "\"\\$`[]");
    putc(']', to);
    if (o->kind != KIND_FLAG) {
        putc(':', to);
        put_escaped(to, o->value, "\"\\$`:");
        putc(':', to);
        if (values.words[0] && values.files)
            fprintf(to, "{compadd %s; _files}", values.words);
        else if (values.words[0])
            fprintf(to, "(%s)", values.words);
        else if (values.files)
            fputs("_files", to);
        else
            putc(' ', to);
    }
    fputs("\" \\\n", to);
}

static void zsh_command(FILE *to, const struct cli_command *command)
{
    size_t n;
    const struct cli_option *options = cli_options(&n);
    fprintf(to, "    '%s')\n        _arguments -s \\\n", command->name);
    for (size_t i = 0; i < n; i++)
        if (docs_takes(command, &options[i])) zsh_option(to, &options[i]);
    fputs("            '*:file:_files' ;;\n", to);
}

static void zsh_family(FILE *to, const char *word)
{
    size_t n, len = strlen(word);
    const struct cli_command *const *commands = cli_commands(&n);
    fprintf(to, "    %s)\n        described=(\n", word);
    for (size_t i = 0; i < n; i++)
        if (strncmp(commands[i]->name, word, len) == 0 && commands[i]->name[len] == ' ')
            zsh_described(to, commands[i]->name + len + 1, commands[i]->summary);
    fputs("        ) ;;\n", to);
}

void docs_zsh(FILE *to)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);

    fputs("#compdef bordermap\n# zsh completion, made by the build from the tables behind --help.\n"
          "_bordermap() {\n"
          "    local -a described\n"
          "    local command=$words[2]\n"
          "    if (( CURRENT == 2 )); then\n        described=(\n",
          to);
    for (size_t i = 0; i < n; i++) {
        char word[DOCS_NAME_MAX];
        if (!begins_family(commands, i)) continue;
        snprintf(word, sizeof word, "%.*s", (int)first_word(commands[i]->name), commands[i]->name);
        zsh_described(to, word,
                      commands[i]->name[strlen(word)] ? "a family of commands" : commands[i]->summary);
    }
    fputs("        )\n        _describe -t commands command described\n        return\n    fi\n"
          "    case $command in\n",
          to);
    each_family(to, zsh_family);
    fputs("    esac\n"
          "    if (( $#described )); then\n"
          "        if (( CURRENT == 3 )); then\n"
          "            _describe -t commands command described\n"
          "            return\n"
          "        fi\n"
          "        command=\"$command $words[3]\"\n"
          "        shift words\n"
          "        (( CURRENT-- ))\n"
          "    fi\n"
          "    shift words\n"
          "    (( CURRENT-- ))\n"
          "    case $command in\n",
          to);
    for (size_t i = 0; i < n; i++) zsh_command(to, commands[i]);
    fputs("    esac\n}\n"
          "if [ \"$funcstack[1]\" = _bordermap ]; then _bordermap \"$@\"; else compdef _bordermap bordermap; "
          "fi\n",
          to);
}

/* --- fish --- */

static void fish_text(FILE *to, const char *text)
{
    putc('\'', to);
    put_escaped(to, text, "'\\");
    putc('\'', to);
}

/* complete -c bordermap, when the words before are the command's. */
static void fish_begin(FILE *to, const char *name)
{
    fputs("complete -c bordermap -n '__bordermap_is", to);
    if (name) fprintf(to, " %s", name);
    fputs("'", to);
}

static void fish_words(FILE *to, const struct cli_command *command, const char *word)
{
    size_t len = first_word(command->name);
    bool two = command->name[len] != '\0';
    if (!word) {
        fprintf(to, "complete -c bordermap -n 'test (count (commandline -opc)) -eq 1' -f -a %.*s -d ",
                (int)len, command->name);
        fish_text(to, two ? "a family of commands" : command->summary);
    } else {
        fprintf(to,
                "complete -c bordermap -n 'test (count (commandline -opc)) -eq 2; and __bordermap_is %s' -f "
                "-a %s -d ",
                word, command->name + len + 1);
        fish_text(to, command->summary);
    }
    putc('\n', to);
}

static void fish_option(FILE *to, const struct cli_command *command, const struct cli_option *o)
{
    struct docs_values values;
    docs_values_of(o, &values);
    fish_begin(to, command->name);
    fprintf(to, " -l %s", o->name);
    if (o->letter) fprintf(to, " -s %c", o->letter);
    if (o->kind != KIND_FLAG) fputs(values.files ? " -r" : " -x", to);
    if (values.words[0]) fprintf(to, " -a '%s'", values.words);
    fputs(" -d ", to);
    fish_text(to, o->help);
    putc('\n', to);
}

void docs_fish(FILE *to)
{
    size_t n, n_options;
    const struct cli_command *const *commands = cli_commands(&n);
    const struct cli_option *options = cli_options(&n_options);

    fputs("# fish completion for bordermap, made by the build from the tables behind --help.\n"
          "function __bordermap_is\n"
          "    set -l words (commandline -opc)\n"
          "    set -l last (math 1 + (count $argv))\n"
          "    test (count $words) -ge $last; and test \"$words[2..$last]\" = \"$argv\"\n"
          "end\n",
          to);
    for (size_t i = 0; i < n; i++) {
        size_t len = first_word(commands[i]->name);
        char word[DOCS_NAME_MAX];
        snprintf(word, sizeof word, "%.*s", (int)len, commands[i]->name);
        if (begins_family(commands, i)) fish_words(to, commands[i], NULL);
        if (commands[i]->name[len]) fish_words(to, commands[i], word);
        for (size_t k = 0; k < n_options; k++)
            if (docs_takes(commands[i], &options[k])) fish_option(to, commands[i], &options[k]);
    }
}
