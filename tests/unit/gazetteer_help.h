/* What the gazetteer tests share. */
#ifndef GAZETTEER_HELP_H
#define GAZETTEER_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/str.h"
#include "bordermap/gazetteer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bm_ctx *ctx;
static bm_arena *arena;
static bm_issue_list issues;

static inline void help_start(void)
{
    assert_int_equal(bm_ctx_create(NULL, &ctx), BM_OK);
    assert_int_equal(bm_arena_create(ctx, &arena), BM_OK);
    issues = (bm_issue_list){.arena = arena};
}

static inline void help_end(void)
{
    bm_arena_destroy(arena);
    bm_ctx_destroy(ctx);
}

/* For cmocka_run_group_tests. */
static inline int help_set_up(void **state)
{
    (void)state;
    help_start();
    return 0;
}

static inline int help_tear_down(void **state)
{
    (void)state;
    help_end();
    return 0;
}

/* The path of a file under tests/data/gazetteer. */
static inline const char *help_file(const char *name, char path[512])
{
    const char *source = getenv("BORDERMAP_SOURCE");

    snprintf(path, 512, "%s/tests/data/gazetteer/%s", source ? source : "..", name);
    return path;
}

/* A name for a temporary file of this process. */
static inline const char *help_temp(const char *name, char path[512])
{
    snprintf(path, 512, "gz-test-%d-%s", (int)getpid(), name);
    return path;
}

static inline void help_write(const char *path, const void *p, size_t n)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(p, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static inline void *help_read(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    void *p;

    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    rewind(file);
    p = malloc(*n + 1);
    assert_non_null(p);
    assert_int_equal(fread(p, 1, *n, file), *n);
    fclose(file);
    return p;
}

/* Cuts a line at a separator, in place; missing fields are "". */
static inline size_t help_cut(char *line, char separator, char **fields, size_t max)
{
    size_t n = 0;

    line[strcspn(line, "\r\n")] = 0;
    while (n < max) {
        char *end = strchr(line, separator);
        fields[n++] = line;
        if (!end) break;
        *end = 0;
        line = end + 1;
    }
    for (size_t i = n; i < max; i++) fields[i] = line + strlen(line);
    return n;
}

static inline bm_str help_str(const char *z)
{
    return *z ? bm_str_z(z) : (bm_str){0};
}

static inline bm_incident help_row(const char *place, const char *admin1, const char *admin2,
                                   const char *country)
{
    bm_incident row = {.src = "test",
                       .src_row = 1,
                       .lon_deg = NAN,
                       .lat_deg = NAN,
                       .place = help_str(place),
                       .admin1 = help_str(admin1),
                       .admin2 = help_str(admin2),
                       .country = help_str(country)};

    (void)!bm_country_from_text(row.country, false, row.iso3);
    return row;
}

static inline bool help_is(bm_str text, const char *wanted)
{
    return bm_str_eq(text, bm_str_z(wanted));
}

/* The small gazetteer of tests/data/gazetteer, compiled and opened; its file is removed at once. */
static inline bm_gazetteer *help_mini(bool own_places)
{
    char dump[512], admin[512], places[512], out[512];
    const char *dumps[] = {help_file("mini.txt", dump)}, *admins[] = {help_file("mini_areas.geojson", admin)};
    const char *own[] = {help_file("mini_places.csv", places)};
    bm_gazetteer_sources sources = {dumps, 1, admins, 1, own, own_places, "test"};
    bm_gazetteer *gazetteer = NULL;
    bm_status st = bm_gazetteer_build(ctx, &sources, help_temp("mini.bmg", out), &issues);

    if (st != BM_OK) print_message("%s\n", bm_ctx_error(ctx));
    assert_int_equal(st, BM_OK);
    assert_int_equal(bm_gazetteer_open(ctx, out, &gazetteer), BM_OK);
    unlink(out);
    return gazetteer;
}

#endif
