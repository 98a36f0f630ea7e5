#include "cli/commands.h"

#include "base/str.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The one thing a signal handler can reach. */
static bm_ctx *interruptible;

static void on_signal(int number)
{
    (void)number;
    if (interruptible) bm_ctx_interrupt(interruptible);
}

/* Data and parts of shards are mapped: a page that has gone (the file was cut, its disk fails) ends the run
 * here. What it was writing has not taken its place yet. */
static void on_lost_page(int number)
{
    static const char text[] =
        "bordermap: a file in use was cut short or cannot be read any more: run again once it is at rest\n";
    (void)number;
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(EXIT_FAILED);
}

static void on_message(void *user, bm_level level, const char *message)
{
    const struct cli_args *args = user;
    if (args->quiet && level != BM_LEVEL_ERROR) return;
    fprintf(stderr, "bordermap: %s%s\n", level == BM_LEVEL_WARNING ? "warning: " : "", message);
}

/* Does name begin with word, at a word's end? "gazetteer build" begins with "gazetteer". */
static bool begins_with(const char *name, const char *word)
{
    size_t n = strlen(word);
    return strncmp(name, word, n) == 0 && (name[n] == ' ' || name[n] == '\0');
}

/* *words: how many of argv name the command. */
static const struct cli_command *find_command(int argc, char **argv, int *words)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);
    for (size_t i = 0; i < n; i++) {
        const char *space = strchr(commands[i]->name, ' ');
        if (!begins_with(commands[i]->name, argv[1])) continue;
        *words = space ? 2 : 1;
        if (!space || (argc > 2 && strcmp(space + 1, argv[2]) == 0)) return commands[i];
    }
    return NULL;
}

/* "gazetteer" and "borders" are families of commands: lists theirs. False if word begins no command. */
static bool list_family(FILE *to, const char *word)
{
    size_t n;
    const struct cli_command *const *commands = cli_commands(&n);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!begins_with(commands[i]->name, word)) continue;
        fprintf(to, "  bordermap %s%s%s\n", commands[i]->name, commands[i]->operands[0] ? " " : "",
                commands[i]->operands);
        any = true;
    }
    return any;
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

static int unknown_command(int argc, char **argv)
{
    size_t n, best = 3;
    const struct cli_command *const *commands = cli_commands(&n);
    const char *nearest = NULL;
    bool asked = argc > 2 && is_help(argv[2]);
    if (list_family(asked ? stdout : stderr, argv[1])) {
        if (asked) return EXIT_DONE;
        return cli_usage_error("'%s%s%s' is no command; there are the ones above", argv[1],
                               argc > 2 ? " " : "", argc > 2 ? argv[2] : "");
    }
    for (size_t i = 0; i < n; i++) {
        size_t distance = bm_name_distance(bm_str_z(commands[i]->name), bm_str_z(argv[1]));
        if (distance >= best || distance >= strlen(argv[1])) continue;
        best = distance;
        nearest = commands[i]->name;
    }
    if (nearest) return cli_usage_error("'%s' is no command; did you mean '%s'?", argv[1], nearest);
    return cli_usage_error("'%s' is no command; see 'bordermap --help'", argv[1]);
}

/* Standard output must be whole: a full disk must not look like success. */
static int finish(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    perror("bordermap: cannot write standard output");
    return code == EXIT_DONE ? EXIT_FAILED : code;
}

/* The words of argv, each with a NUL behind it, in *room, which is to be freed; NULL when out of memory. */
static bm_str join_words(int argc, char **argv, char **room)
{
    size_t n = 0;
    for (int i = 0; i < argc; i++) n += strlen(argv[i]) + 1;
    char *to = *room = malloc(n + 1);
    for (int i = 0; to && i < argc; i++) to = stpcpy(to, argv[i]) + 1;
    return bm_str_of(*room, *room ? n : 0);
}

static int run_command(const struct cli_command *command, int argc, char **argv, bm_str words)
{
    char program[PATH_MAX];
    struct cli_args args;
    bm_ctx *ctx;
    if (!cli_parse(command, argc, argv, &args)) return EXIT_USAGE;
    args.words = words;
    if (args.help) {
        cli_help(command);
        return EXIT_DONE;
    }
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    program[n > 0 ? n : 0] = '\0';
    bm_ctx_options options = {
        .message_fn = on_message, .user = &args, .program = program, .allow_network = args.allow_network};
    if (bm_ctx_create(&options, &ctx) != BM_OK) {
        fputs("bordermap: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    interruptible = ctx;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGBUS, on_lost_page);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is a failed write, not a death */
    int code = command->run(ctx, &args);
    interruptible = NULL;
    bm_ctx_destroy(ctx);
    return code;
}

int main(int argc, char **argv)
{
    int words = 0;
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        (strcmp(argv[1], "help") == 0 && argc == 2)) {
        cli_overview();
        return finish(argc < 2 ? EXIT_USAGE : EXIT_DONE);
    }
    if (strcmp(argv[1], "help") == 0) { /* "help map" is "map --help" */
        const struct cli_command *asked = find_command(argc - 1, argv + 1, &words);
        if (!asked) return unknown_command(argc - 1, argv + 1);
        cli_help(asked);
        return finish(EXIT_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) return finish(cli_version());
    const struct cli_command *command = find_command(argc, argv, &words);
    if (!command) return unknown_command(argc, argv);
    argc -= 1 + words;
    argv += 1 + words;
    char *room; /* parsing splits words at their commas */
    int code = run_command(command, argc, argv, join_words(argc, argv, &room));
    free(room);
    return finish(code);
}
