/* Measuring how names are found: the country dumps in memory, questions drawn from them, gazetteers built
 * without the names that are asked. */
#ifndef MEASURE_NAMES_H
#define MEASURE_NAMES_H

#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"
#include "text/fold.h"

#include <stdio.h>

#define N_COUNTRIES 3

/* A row of a dump. Strings point into the mapped files. */
struct measure_row {
    bm_str id, name, ascii, feat, iso2, admin1, alternates;
    char feat_class;
    int64_t population;
    bm_ll point;
    uint32_t first_name, n_names; /* into world.names */
    bool thinned;                 /* some question takes names off it */
};
struct measure_name {
    uint32_t row;
    bm_str text;
};

struct measure_world {
    bm_ctx *ctx;
    bm_arena *arena;
    const char *folder;
    bm_mapping dump[N_COUNTRIES], names_file[N_COUNTRIES];
    struct measure_row *rows;
    size_t n_rows, cap_rows;
    struct measure_name *names; /* alternate names, by row */
    size_t n_names, cap_names;
    bm_map by_id;
};

/* A name asked, and the place that is right. */
struct measure_question {
    bm_str asked, other; /* other: the spelling that stays in the index */
    uint32_t row;
    bm_str admin1; /* absent: not told */
    bm_str note;
    bool namesake; /* the asked letters are another place's main name, in the same country */
};
struct measure_questions {
    struct measure_question *q;
    size_t n, cap;
};

/* Cuts a line at a separator; absent for missing columns. Returns the number of columns. */
size_t measure_cut(bm_str line, char separator, bm_str *column, size_t max);
/* The next line of the text from *at; false at the end. */
bool measure_line(bm_str text, size_t *at, bm_str *line);

/* folder: the one with PK.txt, PK.alternateNamesV2.txt, PK_admin.geojson and the same for IR and AF. */
BM_CHECKED bm_status measure_load(bm_ctx *ctx, const char *folder, bm_arena *arena,
                                  struct measure_world *out);
void measure_free(struct measure_world *world);

/* Builds and opens the gazetteer of the world without the names that drop says. */
typedef bool (*measure_drop_fn)(const void *user, const struct measure_world *world, uint32_t row,
                                bm_str name);
BM_CHECKED bm_status measure_build(struct measure_world *world, measure_drop_fn drop, const void *user,
                                   bm_gazetteer **out);

/* --- draw.c --- */
/* Cities in their own script, of a table gaz_id,language,name. Rows of other countries are left out. */
BM_CHECKED bm_status measure_cities(struct measure_world *world, bm_str table, struct measure_questions *out);
/* Cited pairs, of a table gaz_id,asked,other,source. */
BM_CHECKED bm_status measure_cited(struct measure_world *world, bm_str table, struct measure_questions *out);
/* Latin spellings of one place that differ. towns: of places with people or a seat, else of any
 * populated place. */
BM_CHECKED bm_status measure_variants(struct measure_world *world, bool towns, size_t n,
                                      struct measure_questions *out);
/* Main names of six letters or more with one mistake, and their province. */
BM_CHECKED bm_status measure_typos(struct measure_world *world, bool towns, size_t n,
                                   struct measure_questions *out);
/* Sets namesake in each question. */
BM_CHECKED bm_status measure_namesakes(struct measure_world *world, struct measure_questions *questions);
bool measure_is_town(const struct measure_row *row);

#endif
