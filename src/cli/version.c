#include "bordermap/version.h"
#include "cli/commands.h"

/* BM_COMMIT is this file's own definition: a new commit compiles nothing else. */
int cli_version(void)
{
    bm_ctx *ctx;
    bm_buf text;
    if (bm_ctx_create(NULL, &ctx) != BM_OK) return EXIT_FAILED;
    bm_buf_init(&text, ctx);
    bm_buf_printf(&text, "bordermap %s (commit %s)\n", BM_VERSION, BM_COMMIT);
    bm_describe_versions(&text);
    int code = cli_print(ctx, &text);
    bm_buf_free(&text);
    bm_ctx_destroy(ctx);
    return code;
}
