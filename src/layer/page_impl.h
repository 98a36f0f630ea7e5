/* The page's data while it is being written. */
#ifndef BM_LAYER_PAGE_IMPL_H
#define BM_LAYER_PAGE_IMPL_H

#include "layer/page.h"

#define BM_PAGE_CODES 512
struct bm_page {
    bm_ctx *ctx;
    const struct bm_scene *scene;
    bm_arena *arena; /* of one line */
    bm_buf *out;
    uint32_t *text_at; /* the page's index of each text of the scene */
    bm_str *texts;     /* of the page */
    uint32_t n_texts;
    int32_t *segment_at;          /* index into the scene's segments, of each segment of the run; -1 */
    char codes[BM_PAGE_CODES][4]; /* alpha-3; codes[0] is "" */
    size_t n_codes;
};

/* Index of a text of the scene in the page's dictionary; 0: absent. */
uint32_t bm_page_text(struct bm_page *page, uint32_t text);
/* The incidents as columns (page_rows.c). */
void bm_page_rows(struct bm_page *page);

#endif
