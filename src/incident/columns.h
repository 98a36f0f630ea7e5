/* Which column of a table feeds which field. */
#ifndef BM_INCIDENT_COLUMNS_H
#define BM_INCIDENT_COLUMNS_H

#include "incident/field_names.h"
#include "incident/table.h"

enum bm_date_scale { BM_DATE_SCALE_WORDS, BM_DATE_SCALE_GED, BM_DATE_SCALE_ACLED };

struct bm_columns {
    int of[BM_FIELD_COUNT];         /* column index, -1: none */
    int year, month, day;           /* a date of parts, used when of[BM_FIELD_DATE] is -1; year -1: none */
    const struct bm_preset *preset; /* NULL: none */
    enum bm_prec_scale scale;
    enum bm_date_scale date_scale;
    bool violence_types; /* the event type is GED's type_of_violence, a number */
    size_t n_known;      /* columns of the table when this was made */
};

/* Choices beat the preset, the preset beats the lists of usual names. preset NULL: guessed from the names.
 * Doubts go to issues (src is the file's name). *missing counts choices that name no column of this table. */
BM_CHECKED bm_status bm_columns_match(bm_ctx *ctx, const struct bm_table *table,
                                      const bm_read_options *options, const char *src, bm_issue_list *issues,
                                      struct bm_columns *out, size_t *missing);
/* Index of a column by name, or by number (from 1) if no column has that name; -1 if there is none. */
int bm_column_find(const struct bm_table *table, const char *name);
/* The column name most like `name`; NULL if the table has none. */
const char *bm_column_nearest(const struct bm_table *table, const char *name);
/* True if the column feeds a field. */
bool bm_column_is_used(const struct bm_columns *columns, size_t column);

#endif
