/* Cuts a stream of JSON into its elements without building a tree: the lines of NDJSON, the elements of an
 * array, a sequence of objects. Memory holds one block and one element. */
#ifndef BM_INCIDENT_JSON_CUT_H
#define BM_INCIDENT_JSON_CUT_H

#include "incident/input.h"

#define BM_JSON_MAX_ELEMENT ((size_t)16 << 20)

struct bm_json_piece {
    bm_str text; /* valid until the next call */
    uint64_t line, offset;
    bool too_long; /* more than BM_JSON_MAX_ELEMENT: text is its start */
    bool had_half; /* halves of surrogate pairs in them too */
    bool had_nul;  /* NULs in its strings were made U+FFFD */
};

struct bm_json_cutter;
/* wrapped: the array is a member of an object. by_line: every line that is not blank is an element. Otherwise
 * elements start behind the first `skip` bytes. What follows the `]` that closes their array is read too:
 * further arrays, objects with a list of records (if the first was one), objects. input is borrowed. */
BM_CHECKED bm_status bm_json_cut_open(bm_ctx *ctx, struct bm_input *input, bool by_line, size_t skip,
                                      bool wrapped, struct bm_json_cutter **out);
BM_CHECKED bm_status bm_json_cut_next(bm_ctx *ctx, struct bm_json_cutter *cutter, struct bm_json_piece *out,
                                      bool *more);
/* After the end: what is missing at the end of the text, and on which line that is; NULL if it is whole. */
const char *bm_json_cut_missing(const struct bm_json_cutter *cutter, uint64_t *line);
/* True if a line end is held already. */
bool bm_json_cut_buffered(const struct bm_json_cutter *cutter);
void bm_json_cut_close(struct bm_json_cutter *cutter); /* NULL is fine */

/* Where the elements of a JSON text are, told from its start: one object or array a line (*by_line), or an
 * array that opens the text or belongs to a member of the first object named features, data, results ...
 * (*skip: behind its bracket; *wrapped if of a member), or a sequence (*skip 0). whole: head is all there is.
 */
void bm_json_layout(bm_str head, bool whole, bool *by_line, size_t *skip, bool *wrapped);

#endif
