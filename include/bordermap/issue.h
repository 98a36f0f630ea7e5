/* bordermap: what is wrong or doubtful in one row of an input.
 *
 * One bad row never stops a run. A reader or a later stage adds an issue to the list of the batch and goes
 * on; the writer reports the issues in input order. Lists are not shared between threads. */
#ifndef BORDERMAP_ISSUE_H
#define BORDERMAP_ISSUE_H

#include "ctx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bm_severity {
    BM_NOTE,    /* a choice was made that the user may want to know */
    BM_WARNING, /* a value was left out, repaired or is doubtful; the row stays */
    BM_REJECTED /* the row is no record and goes to rejected.csv */
} bm_severity;

typedef struct bm_issue {
    bm_severity severity;
    const char *src;  /* file name without folders; borrowed from the reader */
    uint64_t src_row; /* record number from 1; 0: the file or a whole column */
    uint64_t line;    /* physical line from 1; 0: unknown (not a text format) */
    bm_str column;    /* the input's own name of the column, or absent */
    bm_str found;     /* what was there, shortened to 200 bytes at a character */
    bm_str expected;  /* what would have been right, in words */
} bm_issue;

typedef struct bm_issue_list {
    bm_issue *items;
    size_t n, cap;
    bm_arena *arena; /* strings and items live here; borrowed */
} bm_issue_list;

/* Copies found and expected (a printf format) into the list's arena. */
BM_CHECKED bm_status bm_issue_add(bm_ctx *ctx, bm_issue_list *list, bm_severity severity, const char *src,
                                  uint64_t src_row, uint64_t line, bm_str column, bm_str found,
                                  const char *expected_format, ...) BM_PRINTF(9, 10);
const char *bm_severity_name(bm_severity severity);

#ifdef __cplusplus
}
#endif
#endif
