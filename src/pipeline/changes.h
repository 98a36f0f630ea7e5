/* What became of each incident since the last build. A build leaves a state in its folder, a line for each
 * row: id, a hash of what the input says, status, segment, place. The next one looks each of its rows up
 * there. */
#ifndef BM_PIPELINE_CHANGES_H
#define BM_PIPELINE_CHANGES_H

#include "base/buf.h"
#include "base/file.h"
#include "bordermap/pipeline.h"

enum { BM_CHANGES_MAX = 4 * 1024 * 1024 }; /* rows of the old state that are compared: 64 MB of index */

struct bm_changes {
    bm_ctx *ctx;
    const bm_job *job;
    const bm_naming *naming;
    bm_mapping old;  /* p NULL: no build before */
    uint64_t *slots; /* 23 bits of an id's hash, 1 bit seen, 40 bits where its line starts; 0: empty */
    size_t cap, n;
    bool partly;                /* the old state has more rows than are compared */
    bm_buf state, changes, row; /* not written yet; of one row */
    uint64_t n_changed;         /* incidents, not lines */
};

/* Opens the state that the last build left in dir, if there is one that can be read. */
BM_CHECKED bm_status bm_changes_open(bm_ctx *ctx, const bm_job *job, const bm_naming *naming, const char *dir,
                                     struct bm_changes *out);
/* One row, in input order: its line goes to changes->state, what changed to changes->changes. */
BM_CHECKED bm_status bm_changes_add(struct bm_changes *changes, const bm_row *row);
/* At the end: the old rows that did not come again. */
BM_CHECKED bm_status bm_changes_finish(struct bm_changes *changes);
void bm_changes_close(struct bm_changes *changes);

#endif
