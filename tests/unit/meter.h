/* An allocator that fails when it is told to and knows what is held: for tests of every allocation failing.
 */
#ifndef BM_TEST_METER_H
#define BM_TEST_METER_H

#include <stddef.h>
#include <stdlib.h>

struct meter {
    long left;   /* allocations that still succeed; -1: all */
    long blocks; /* held */
};

/* A realloc_fn; user: a struct meter. */
static inline void *metered(void *user, void *p, size_t size)
{
    struct meter *meter = user;
    void *q;

    if (size == 0) {
        if (p) meter->blocks--;
        free(p);
        return NULL;
    }
    if (meter->left == 0) return NULL;
    q = realloc(p, size);
    if (q && meter->left > 0) meter->left--;
    if (q && !p) meter->blocks++;
    return q;
}

#endif
