/* Rows as bytes, for the partial results of shards: one function for each struct, which both writes and
 * reads, so that the two cannot differ. Numbers stand as this machine has them. */
#ifndef BM_PIPELINE_PART_CODE_H
#define BM_PIPELINE_PART_CODE_H

#include "pipeline/engine.h"
#include "pipeline/setup.h"

struct bm_coder {
    bm_buf *out;                  /* writing: where to; NULL: reading */
    const char *p, *end;          /* reading: what is left */
    bm_arena *arena;              /* reading: of all that pointers lead to */
    bool bad;                     /* reading: the bytes are none of these structs; or: */
    bool no_memory;               /* reading: memory ran out */
    bool foreign;                 /* writing: an area that no gazetteer of the run has */
    const struct bm_setup *setup; /* whose gazetteers areas lie in */
    const bm_source *sources;
    size_t n_sources;
};

/* size bytes as they are. */
void bm_code_raw(struct bm_coder *coder, void *p, size_t size);
void bm_code_str(struct bm_coder *coder, bm_str *text);       /* absent stays absent */
void bm_code_text(struct bm_coder *coder, const char **text); /* NULL stays NULL */
void bm_code_issue(struct bm_coder *coder, bm_issue *issue);
/* A batch with what the stages added: rows, places, tags, others (of a second border file, if *others), and
 * both lists of issues. Reading: into a slot that has room for BM_BATCH_ROWS. */
void bm_code_slot(struct bm_coder *coder, struct bm_slot *slot, size_t n_extra);
void bm_code_tag(struct bm_coder *coder, bm_tag *tag);
/* What was counted of an input. */
void bm_code_counted(struct bm_coder *coder, bm_source *source);

#define BM_CODE(coder, value) bm_code_raw(coder, &(value), sizeof(value))

#endif
