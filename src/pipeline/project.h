/* The project file: its keys, once, as a table. Reading, the published schema and the documentation come from
 * it. Keys are the long options' names. */
#ifndef BM_PIPELINE_PROJECT_H
#define BM_PIPELINE_PROJECT_H

#include "adapt/json.h"
#include "base/buf.h"
#include "bordermap/pipeline.h"

enum bm_key_kind {
    BM_KEY_TEXT,
    BM_KEY_PATH,       /* from the project's folder */
    BM_KEY_FILE_OR,    /* a file, else one of the names in `choices` (a hint: others may exist) */
    BM_KEY_PATHS,      /* one or several */
    BM_KEY_TEXTS,      /* one or several */
    BM_KEY_DYADS,      /* IRN-PAK; one or several */
    BM_KEY_CONDITIONS, /* FIELD=VALUE; one or several */
    BM_KEY_FIRST_DAY,
    BM_KEY_LAST_DAY,
    BM_KEY_COUNTRY,
    BM_KEY_NUMBER,
    BM_KEY_NUMBERS,
    BM_KEY_CHOICE,
    BM_KEY_NAME, /* one of `choices`, kept as text */
    BM_KEY_OUTPUTS,
    BM_KEY_FIELDS, /* an object: input field to column */
    BM_KEY_INPUTS  /* texts and objects */
};

struct bm_key {
    const char *name;
    enum bm_key_kind kind;
    size_t offset;       /* in struct bm_project_values or struct bm_project_input */
    double min, max;     /* of numbers */
    const char *choices; /* "a|b|c" */
    bool needed;
    const char *help;
};
const struct bm_key *bm_project_keys(size_t *n);
const struct bm_key *bm_project_input_keys(size_t *n); /* of an element of "inputs" that is an object */

struct bm_texts {
    const char *const *items;
    size_t n;
};
struct bm_numbers {
    const double *items;
    size_t n;
};
struct bm_fields {
    const bm_field_choice *items;
    size_t n;
};
struct bm_project_input {
    const char *path, *preset, *input_format;
    struct bm_fields fields;
};
struct bm_project_inputs {
    const struct bm_project_input *items;
    size_t n;
};
/* What a project says; what it does not say is as bm_job_defaults and the program's options have it. */
struct bm_project_values {
    struct bm_project_inputs inputs;
    const char *schema, *output;
    const char *preset, *input_format, *country, *borders, *compare_borders, *view, *segment_by, *dedup;
    struct bm_fields fields;
    struct bm_texts where, gazetteers, aliases, dyads, by;
    bm_day from, to, split;
    double segment_km, max_km, round_km, draws, seed; /* NaN: not said */
    struct bm_numbers bands_km;
    int scope, edges, null; /* index of the choice from 1; 0: not said */
    unsigned outputs;
};

struct bm_project {
    bm_ctx *ctx;
    bm_arena *arena;
    const char *path, *folder; /* folder: "" for the current one, else with a slash at its end */
    struct bm_project_values values;
    bm_job job;
    const char *const *paths;
    const bm_input_options *each;
};

/* Reads the object into project->values (project_read.c). */
BM_CHECKED bm_status bm_project_read(bm_ctx *ctx, struct bm_project *project, const bm_json *root);

#endif
