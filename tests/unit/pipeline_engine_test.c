#include "testing.h"

#include "pipeline/engine.h"
#include "base/ids.h"

#include <stdatomic.h>
#include <unistd.h>

enum { BATCHES = 200 };

/* Reads BATCHES numbered batches; workers take uneven time; the writer checks the order. */
struct numbers {
    uint64_t read, written;
    atomic_int worked;
    uint64_t fail_at; /* batch at which the worker fails; 0: none */
    uint64_t stop_at; /* batch at which the writer interrupts; 0: none */
};

static bm_status read_number(bm_ctx *ctx, void *user, struct bm_slot *slot, bool *end)
{
    struct numbers *n = user;
    (void)ctx;
    *end = n->read == BATCHES;
    slot->in.n_read = ++n->read;
    return BM_OK;
}

static bm_status work_number(bm_ctx *ctx, void *user, unsigned worker, struct bm_slot *slot)
{
    struct numbers *n = user;
    (void)worker;
    if (slot->in.n_read % 7 == 0) usleep(500);
    if (slot->in.n_read == n->fail_at) return bm_fail(ctx, BM_EFORMAT, "batch %d is bad", (int)n->fail_at);
    bm_buf_i64(&slot->encoded, (int64_t)slot->in.n_read);
    atomic_fetch_add(&n->worked, 1);
    return BM_OK;
}

static bm_status write_number(bm_ctx *ctx, void *user, struct bm_slot *slot)
{
    struct numbers *n = user;
    char expected[24];
    snprintf(expected, sizeof expected, "%d", (int)++n->written);
    assert_int_equal(slot->encoded.len, strlen(expected));
    assert_memory_equal(slot->encoded.p, expected, slot->encoded.len);
    if (n->written == n->stop_at) bm_ctx_interrupt(ctx);
    return BM_OK;
}

static bm_status run(bm_ctx *ctx, unsigned jobs, struct numbers *n)
{
    static const struct bm_engine_ops ops = {read_number, work_number, write_number, NULL, NULL};
    bm_ctx *ctxs[8] = {0};
    for (unsigned i = 0; i < jobs; i++) assert_int_equal(bm_ctx_fork(ctx, &ctxs[i]), BM_OK);
    bm_status st = bm_engine_run(ctx, ctxs, jobs, &ops, n);
    for (unsigned i = 0; i < jobs; i++) bm_ctx_destroy(ctxs[i]);
    return st;
}

static void order_is_kept_by_any_number_of_workers(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 8; jobs++) {
        bm_ctx *ctx = test_ctx();
        struct numbers n = {0};
        assert_ok(ctx, run(ctx, jobs, &n));
        assert_int_equal(n.written, BATCHES);
        assert_int_equal(n.worked, BATCHES);
        bm_ctx_destroy(ctx);
    }
}

static void a_failing_worker_ends_the_run_with_its_message(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 4; jobs++)
        for (uint64_t at = 1; at <= BATCHES; at += 33) {
            bm_ctx *ctx = test_ctx();
            struct numbers n = {.fail_at = at};
            char expected[40];
            snprintf(expected, sizeof expected, "batch %d is bad", (int)at);
            assert_int_equal(run(ctx, jobs, &n), BM_EFORMAT);
            assert_string_equal(bm_ctx_error(ctx), expected);
            assert_true(n.written < at);
            bm_ctx_destroy(ctx);
        }
}

static void an_interrupt_ends_the_run(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 3; jobs++) {
        bm_ctx *ctx = test_ctx();
        struct numbers n = {.stop_at = 20};
        assert_int_equal(run(ctx, jobs, &n), BM_EINTERRUPTED);
        assert_true(n.written < BATCHES);
        bm_ctx_destroy(ctx);
    }
}

static void repeated_ids_are_seen(void **state)
{
    (void)state;
    bm_ctx *ctx = test_ctx();
    struct bm_ids ids = {0};
    char text[16];
    bool seen;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 900000; i++) { /* more than the table doubles for */
            snprintf(text, sizeof text, "id%d", i);
            assert_ok(ctx, bm_ids_add(ctx, &ids, (bm_str){text, strlen(text)}, &seen));
            assert_int_equal(seen, round == 1);
        }
    bm_ids_free(ctx, &ids);
    bm_ctx_destroy(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_kept_by_any_number_of_workers),
        cmocka_unit_test(a_failing_worker_ends_the_run_with_its_message),
        cmocka_unit_test(an_interrupt_ends_the_run),
        cmocka_unit_test(repeated_ids_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
