/* Maintainers' tool behind scripts/geodata_borders: makes geodata/borders.bmp, and compares it with other
 * sources.
 *
 *   geodata_borders make WATERS LAND REFERENCE OVERLAPS STRETCHES OUT.bmp
 *   geodata_borders check IN.bmp LAND_10M OVERLAPS [LINES]      a table on standard output */
#include "border/check.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static void show(void *user, bm_level level, const char *message)
{
    (void)user;
    (void)level;
    fprintf(stderr, "geodata_borders: %s\n", message);
}

static void show_issues(const bm_issue_list *issues)
{
    for (size_t i = 0; i < issues->n; i++) {
        const bm_issue *issue = &issues->items[i];
        fprintf(stderr, "geodata_borders: %s: found %.*s, expected %.*s\n", issue->src, (int)issue->found.len,
                issue->found.p ? issue->found.p : "", (int)issue->expected.len, issue->expected.p);
    }
}

static bm_status make(bm_ctx *ctx, char **argv, bm_issue_list *issues)
{
    struct bm_world_sources sources = {argv[0], argv[1], argv[2], argv[3], argv[4]};
    struct bm_border_model model = {0};
    bm_status st = bm_border_world(ctx, &sources, issues, &model);

    if (st == BM_OK) st = bm_border_pack(ctx, &model, argv[5]);
    if (st == BM_OK)
        fprintf(stderr, "geodata_borders: %zu lines, %zu points; %zu rings, %zu points\n", model.n_chains,
                model.n_pts, model.n_rings, model.n_ring_pts);
    bm_border_model_free(ctx, &model);
    return st;
}

static bm_status check(bm_ctx *ctx, int argc, char **argv, bm_issue_list *issues)
{
    bm_buf table;
    bm_status st;

    bm_buf_init(&table, ctx);
    st = bm_border_check(ctx, argv[0], argv[1], argv[2], argc > 3 ? argv[3] : NULL, issues, &table);
    if (st == BM_OK) fwrite(table.p, 1, table.len, stdout);
    bm_buf_free(&table);
    return st;
}

int main(int argc, char **argv)
{
    bm_ctx_options options = {.message_fn = show};
    bm_ctx *ctx = NULL;
    bm_arena *arena = NULL;
    bm_status st;

    if (bm_ctx_create(&options, &ctx) != BM_OK || bm_arena_create(ctx, &arena) != BM_OK) {
        bm_ctx_destroy(ctx);
        return 1;
    }
    bm_issue_list issues = {.arena = arena};
    if (argc == 8 && strcmp(argv[1], "make") == 0) {
        st = make(ctx, argv + 2, &issues);
    } else if ((argc == 5 || argc == 6) && strcmp(argv[1], "check") == 0) {
        st = check(ctx, argc - 2, argv + 2, &issues);
    } else {
        st = bm_fail(ctx, BM_EUSAGE,
                     "usage: make WATERS LAND REFERENCE OVERLAPS STRETCHES OUT, or "
                     "check IN LAND_10M OVERLAPS [LINES]");
    }
    show_issues(&issues);
    if (st != BM_OK) fprintf(stderr, "geodata_borders: %s\n", bm_ctx_error(ctx));
    if (fflush(stdout) != 0 && st == BM_OK) st = BM_EIO;
    bm_arena_destroy(arena);
    bm_ctx_destroy(ctx);
    return st == BM_OK ? 0 : st == BM_EUSAGE ? 2 : 1;
}
