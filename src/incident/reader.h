/* The reader's parts: its sources, its filters. Only reader*.c includes this. */
#ifndef BM_INCIDENT_READER_H
#define BM_INCIDENT_READER_H

#include "base/ids.h"
#include "base/map.h"
#include "incident/row.h"

/* One --where: FIELD=VALUE. Conditions on one field are alternatives, fields must all hold. */
struct bm_condition {
    const char *name; /* of an input field or a column */
    bm_str value;
    bm_field field; /* BM_FIELD_COUNT: a column */
    size_t group;   /* index of the first condition on the same name */
};

struct bm_reader_source {
    const char *path;
    struct bm_table *table; /* NULL: not open at the moment */
    struct bm_table_wish wish;
    bm_read_options options; /* the reader's, with what this input has of its own */
    struct bm_row_maker maker;
    int *extra_of;
    int *condition_column; /* one for each condition, -1: this source has no such column */
    bm_issue_list found;   /* when it was opened; given with its first batch */
    bool begun;
    uint64_t row;      /* records so far */
    uint64_t from, to; /* bytes of the share to be read */
    bool in_blocks;    /* the share is every so many-th block of records */
};

struct bm_incident_reader {
    bm_ctx *ctx;
    bm_arena *arena; /* paths, names, options, issues of opening */
    bm_read_options options;
    struct bm_condition *conditions;
    size_t n_conditions;
    struct bm_reader_source *sources;
    bm_source *facts; /* one for each source */
    size_t n_sources, current;
    bm_map extra_index;
    struct bm_ids ids; /* with dedup_ids */
    const char **extra_names;
    size_t n_extra, cap_extra;
};

/* Copies what the options point to and checks them by themselves. */
BM_CHECKED bm_status bm_reader_copy_options(bm_incident_reader *reader, const bm_read_options *options);
/* Opens a source, matches its columns, notes what they are. */
BM_CHECKED bm_status bm_reader_look_at(bm_incident_reader *reader, size_t i);
/* After all sources were looked at: names that none of them knows are an error. */
BM_CHECKED bm_status bm_reader_check_names(bm_incident_reader *reader);
/* For each column of a source, its place among the extra columns of all sources. */
BM_CHECKED bm_status bm_reader_number_extras(bm_incident_reader *reader, size_t i);

/* Columns of the conditions in one source. */
BM_CHECKED bm_status bm_reader_place_conditions(bm_incident_reader *reader, struct bm_reader_source *source);
bool bm_reader_passes(const bm_incident_reader *reader, const struct bm_reader_source *source,
                      struct bm_row_work *work);
bool bm_reader_in_days(const bm_read_options *options, const bm_incident *row);

#endif
