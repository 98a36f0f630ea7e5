/* The bytes of a file or of standard input as UTF-8: byte-order marks are taken off, UTF-16 is decoded, gzip
 * is unpacked, a NUL becomes U+FFFD, anything else is passed on as it is. What was read to look at the start is given again to
 * the reader. */
#ifndef BM_INCIDENT_INPUT_H
#define BM_INCIDENT_INPUT_H

#include "bordermap/ctx.h"

struct bm_input;
/* path "-" is standard input. */
BM_CHECKED bm_status bm_input_open(bm_ctx *ctx, const char *path, struct bm_input **out);
/* An input over text in memory, which is copied. */
BM_CHECKED bm_status bm_input_from_text(bm_ctx *ctx, bm_str text, struct bm_input **out);
void bm_input_close(struct bm_input *input); /* NULL is fine */
/* A pipe that is answered line by line: see bm_read_options. */
void bm_input_set_live(struct bm_input *input);
/* The first `enough` bytes, or all there are; of a live pipe the first `lines` lines, if that is less (0: no
 * such limit). How the bytes arrive makes no difference. *out is valid until the first bm_input_read. *whole:
 * it is all there is. */
BM_CHECKED bm_status bm_input_peek(bm_ctx *ctx, struct bm_input *input, size_t enough, unsigned lines,
                                   bm_str *out, bool *whole);
/* A bm_csv_read_fn; user is the struct bm_input. */
bm_status bm_input_read(bm_ctx *ctx, void *user, void *p, size_t size, size_t *n);
/* True for a pipe that has nothing to give at the moment and is not at its end. */
bool bm_input_idle(const struct bm_input *input);
bool bm_input_is_regular(const struct bm_input *input);
uint64_t bm_input_bytes(const struct bm_input *input);       /* size of a regular file, else 0 */
bool bm_input_is_packed(const struct bm_input *input);       /* gzip: offsets are of the unpacked text */
uint64_t bm_input_broken(const struct bm_input *input);      /* UTF-16 that is no character, so far */
uint64_t bm_input_nuls(const struct bm_input *input);        /* NULs that became U+FFFD so far */
const char *bm_input_encoding(const struct bm_input *input); /* "UTF-8", "UTF-16LE", "UTF-16BE" */

/* Text with stray bytes made UTF-8: well-formed sequences stay, every other byte is read as Windows-1252. out
 * has room for 3 * text.len bytes. Returns the length. */
size_t bm_decode_1252(bm_str text, char *out);

/* The first 200 bytes of a text, in UTF-8, for a message. */
enum { BM_FOUND_ROOM = 600 };
bm_str bm_printable(bm_str text, char out[BM_FOUND_ROOM]);

#endif
