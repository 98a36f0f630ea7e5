#include "layer/page.h"
#include "adapt/gzip.h"
#include "base/str.h"

#include <string.h>

#include "page.inc" /* page_text */

bm_status bm_page_write(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                        const bm_manifest_facts *facts, bm_buf *out)
{
    static const char mark[] = "{{data}}";
    const char *place = strstr(page_text, mark);
    bm_buf json, packed;
    bm_status st;

    if (!place) return bm_fail(ctx, BM_EFORMAT, "the page has no place for its data");
    bm_buf_init(&json, ctx);
    bm_buf_init(&packed, ctx);
    if ((st = bm_page_data(ctx, scene, stats, facts, &json)) != BM_OK) goto done;
    if ((st = bm_gzip(ctx, (bm_str){json.p, json.len}, &packed)) != BM_OK) goto done;
    bm_buf_put(out, page_text, (size_t)(place - page_text));
    if ((st = bm_base64(ctx, (bm_str){packed.p, packed.len}, out)) != BM_OK) goto done;
    bm_buf_puts(out, place + strlen(mark));
    st = bm_buf_status(ctx, out);
done:
    bm_buf_free(&json);
    bm_buf_free(&packed);
    return st;
}
