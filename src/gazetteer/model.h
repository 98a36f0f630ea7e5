/* A gazetteer in memory while it is being compiled. */
#ifndef BM_GAZETTEER_MODEL_H
#define BM_GAZETTEER_MODEL_H

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "bordermap/gazetteer.h"
#include "gazetteer/format.h"

struct gz_model_area { /* an area before it is written */
    const bm_ll *pts;
    const uint32_t *ring_first;
    uint32_t n_rings;
    bm_box box;
    uint32_t place;
    int level; /* 0 country, 1, 2 */
};

struct gz_keys;
struct gz_input { /* one file, for `info` */
    const char *path, *kind;
    uint64_t rows, used;
    char first_day[11], last_day[11]; /* when its rows were changed, by the rows themselves; "": not said */
};

#define GZ_MAX_REASONS 16
struct gz_left { /* rows of the current file left out for one reason */
    const char *expected;
    uint64_t n;
};

struct gz_model {
    bm_ctx *ctx;
    bm_arena *arena;       /* areas, made-up strings, issues' text */
    bm_issue_list *issues; /* may be NULL */
    struct gz_left left[GZ_MAX_REASONS];
    size_t n_left;
    bm_mapping *maps; /* input files, open to the end: keys of the hash maps point into them */
    size_t n_maps, cap_maps;
    struct gz_place *places;
    size_t n_places, cap_places;
    struct gz_name *names;
    size_t n_names, cap_names;
    struct gz_model_area *areas;
    size_t n_areas, cap_areas;
    struct gz_input *inputs;
    size_t n_inputs, cap_inputs;
    struct gz_posting *postings;
    size_t n_postings;
    struct gz_country *countries;
    size_t n_countries, cap_countries;
    struct gz_district *districts;
    size_t n_districts;
    struct gz_part *parts;
    size_t n_parts, cap_parts;
    bm_buf text, sounds;
    bm_map interned;        /* text -> offset in .text */
    bm_map interned_sounds; /* record -> offset in .sounds */
    bm_map by_id;           /* gaz_id -> place */
};

bm_status gz_model_init(bm_ctx *ctx, bm_issue_list *issues, struct gz_model *out);
void gz_model_free(struct gz_model *model);

/* The offset of a text (at most 255 bytes are kept), which must stay where it is as long as the model. */
BM_CHECKED bm_status gz_intern(struct gz_model *model, bm_str text, uint32_t *out);
bm_str gz_model_text(const struct gz_model *model, uint32_t offset);
/* Adds a place and its main name; *added false if its id is there already. */
BM_CHECKED bm_status gz_add_place(struct gz_model *model, const struct gz_place *place, bm_str id,
                                  bm_str name, uint32_t *index, bool *added);
BM_CHECKED bm_status gz_add_name(struct gz_model *model, uint32_t place, bm_str name, enum gz_name_kind kind);
/* A row left out. expected is a constant: the first 20 rows of each are issues of their own. column may be
 * NULL. */
BM_CHECKED bm_status gz_leave_out(struct gz_model *model, const char *path, uint64_t line, const char *column,
                                  bm_str found, const char *expected);
/* At the end of a file: how many rows were left out, by what was expected of them. */
BM_CHECKED bm_status gz_sum_up(struct gz_model *model, const char *path);

/* Readers, one file each. */
BM_CHECKED bm_status gz_read_dump(struct gz_model *model, const char *path, bool names_pass);
BM_CHECKED bm_status gz_read_admin(struct gz_model *model, const char *path);
BM_CHECKED bm_status gz_read_places(struct gz_model *model, const char *path);

/* Links places to their admin1 and admin2 rows, by code, else by point in polygon; makes the list of
 * countries. */
BM_CHECKED bm_status gz_link_parents(struct gz_model *model);
/* Sorts names, drops repeated ones, makes the postings. */
BM_CHECKED bm_status gz_index_names(struct gz_model *model);
/* Brings linked places into the order of the file; indices of by_id are worth nothing from here on. */
BM_CHECKED bm_status gz_order_places(struct gz_model *model);
/* Makes the list of districts, of linked places. */
BM_CHECKED bm_status gz_list_districts(struct gz_model *model);
/* The parts of a name under which it is found in its district. */
BM_CHECKED bm_status gz_add_parts(struct gz_model *model, uint32_t place, const struct gz_keys *keys);
void gz_sort_parts(struct gz_model *model);
BM_CHECKED bm_status gz_write(struct gz_model *model, const char *vintage, const char *path);

bool gz_is_country(const struct gz_place *place);
/* Looks each country and province up by its name in the compiled file; BM_EFORMAT names one that is not
 * found. */
BM_CHECKED bm_status gz_check_findable(struct gz_model *model, const void *file, size_t size);
/* 1 for ADM1, 2 for ADM2 ..., 0 for none of them. */
int gz_admin_level(const struct gz_place *place);

#endif
