/* Small worlds for the fuzzers that need one: a gazetteer (tests/data/gazetteer) and borders. Each is made at
 * its first use, once for a process, and never changed. */
#ifndef BM_FUZZ_WORLDS_H
#define BM_FUZZ_WORLDS_H

#include "fuzz.h"

#include "border/model.h"
#include "bordermap/gazetteer.h"

/* The compiled files' bytes. */
const uint8_t *fuzz_bmg(size_t *n);
const uint8_t *fuzz_bmb(size_t *n);
/* The gazetteer, open. */
const bm_gazetteer *fuzz_gazetteer(void);

/* A folder with both, for whole runs (fuzz_begin_with). */
const char *fuzz_data_dir(void);

/* Asks a gazetteer for a name in every way; the answers must make sense. */
void fuzz_locate(struct fuzz *fuzz, const bm_gazetteer *gazetteer, const bm_aliases *aliases,
                 const bm_incident *row);
bm_incident fuzz_row(bm_str place, bm_str admin1, bm_str admin2, bm_str country);
/* Cuts borders into segments and tags points of every scope. sane: the file is no damaged one, so that
 * answers must make sense too. */
void fuzz_tag(struct fuzz *fuzz, const bm_border *border, uint8_t how, bool sane);

#endif
