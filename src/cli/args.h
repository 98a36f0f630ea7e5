/* What the command line says, and how options are declared. One table (options.c) holds every option: its
 * bounds, its unit and its help come from the same row, and mean the same in every command. */
#ifndef BM_CLI_ARGS_H
#define BM_CLI_ARGS_H

#include "bordermap/bordermap.h"

enum { CLI_MAX_LIST = 64 };

struct text_list {
    const char *items[CLI_MAX_LIST];
    size_t n;
};

struct number_list {
    double items[CLI_MAX_LIST];
    size_t n;
};

struct cli_args {
    const char *const *operands;
    size_t n_operands;
    bool help;
    bm_str words; /* the command line behind the command's name, each word with a NUL behind it */
    /* input */
    struct text_list fields, where;
    const char *preset, *input_format, *from, *to;
    int dedup;
    const char *shard;
    /* placing */
    struct text_list gazetteers, aliases;
    const char *country;
    struct text_list countries;
    bool explain;
    /* tagging */
    const char *borders, *compare_borders, *view;
    struct text_list dyads;
    const char *segment_by;
    int edges, scope;
    double segment_km, max_km, round_km;
    struct number_list bands_km;
    const char *dyad;
    /* statistics */
    struct text_list by;
    const char *split;
    int null;
    double draws, seed;
    /* output */
    const char *output;
    int format;
    struct text_list outputs;
    /* building data */
    struct text_list admins, places;
    const char *country_field, *valid_from, *valid_to;
    double tolerance_m, crosswalk_m;
    /* building a project */
    struct text_list only;
    bool dry_run, why, schema, watch;
    /* running */
    double jobs;
    bool strict, quiet, progress, allow_network;
};

enum cli_format {
    CLI_FORMAT_DEFAULT,
    CLI_FORMAT_CSV,
    CLI_FORMAT_NDJSON,
    CLI_FORMAT_GEOJSON,
    CLI_FORMAT_JSON
};

/* Which options a command takes. */
enum cli_group {
    OPT_INPUT = 1 << 0,
    OPT_PLACE = 1 << 1,
    OPT_TAG = 1 << 2,
    OPT_OUTPUT = 1 << 3,  /* -o */
    OPT_FORMAT = 1 << 4,  /* -f */
    OPT_OUTPUTS = 1 << 5, /* --outputs */
    OPT_RUN = 1 << 6,     /* --jobs, --strict ... */
    OPT_GAZETTEER_BUILD = 1 << 7,
    OPT_BORDERS_BUILD = 1 << 8,
    OPT_COUNTRY = 1 << 9, /* --country */
    OPT_DYAD = 1 << 10,   /* --dyad of borders info */
    OPT_DATA = 1 << 11,   /* --gazetteer, --borders alone */
    OPT_CROSSWALK = 1 << 12,
    OPT_BUILD = 1 << 14, /* --dry-run, --only ... */
    OPT_ALWAYS = 1 << 13,
    OPT_STATS = 1 << 15, /* --by, --draws ... */
    OPT_SHARD = 1 << 16,
    OPT_GRID = 1 << 17 /* --country of grid */
};

enum cli_kind { KIND_FLAG, KIND_NUMBER, KIND_TEXT, KIND_TEXTS, KIND_COMMAS, KIND_NUMBERS, KIND_CHOICE };

struct cli_option {
    const char *name; /* without the dashes */
    char letter;      /* 0: none */
    enum cli_kind kind;
    unsigned groups;
    size_t offset;     /* in struct cli_args */
    double min, max;   /* KIND_NUMBER, KIND_NUMBERS */
    const char *value; /* "KM", "FILE"; for KIND_CHOICE the choices: "csv|ndjson" */
    const char *help;
};
const struct cli_option *cli_options(size_t *n);

struct cli_command {
    const char *name;     /* "map", "gazetteer build" */
    const char *operands; /* "INCIDENTS..." */
    size_t min_operands, max_operands;
    unsigned groups;
    const char *summary;
    const char *more;     /* paragraphs for --help */
    const char *examples; /* lines for --help */
    int (*run)(bm_ctx *ctx, const struct cli_args *args);
};
const struct cli_command *const *cli_commands(size_t *n);

enum cli_exit { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_NOT_ALL = 3, EXIT_INTERRUPTED = 130 };

/* Defaults, then the words of argv. On a mistake: says so on standard error and returns false. */
bool cli_parse(const struct cli_command *command, int argc, char **argv, struct cli_args *args);
void cli_help(const struct cli_command *command);
void cli_overview(void);

/* "bordermap: message" on standard error, and EXIT_USAGE. */
int cli_usage_error(const char *format, ...) BM_PRINTF(1, 2);
/* The context's message on standard error, and the exit code for the status. */
int cli_failed(const bm_ctx *ctx, bm_status status);

#endif
