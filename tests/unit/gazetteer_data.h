/* The gazetteers of real names: the three country dumps of the data folder, and the built-in one. */
#ifndef GAZETTEER_DATA_H
#define GAZETTEER_DATA_H

#include "gazetteer_help.h"

#include <sys/stat.h>

static bm_gazetteer *three;

static inline const char *data_file(const char *name, char path[512])
{
    const char *folder = getenv("BORDERMAP_TEST_DATA");

    snprintf(path, 512, "%s/%s", folder ? folder : "../shared/data", name);
    return path;
}

static inline bool exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0;
}

static inline int set_up(void **state)
{
    static const char *const names[] = {"geonames/PK.txt",
                                        "geonames/IR.txt",
                                        "geonames/AF.txt",
                                        "geonames/PK.alternateNamesV2.txt",
                                        "geonames/IR.alternateNamesV2.txt",
                                        "geonames/AF.alternateNamesV2.txt",
                                        "geonames/PK_admin.geojson",
                                        "geonames/IR_admin.geojson",
                                        "geonames/AF_admin.geojson"};
    char path[9][512], out[512];
    const char *files[9];
    bm_gazetteer_sources sources = {.dumps = files, .n_dumps = 6, .admins = files + 6, .n_admins = 3};

    (void)state;
    help_start();
    for (size_t i = 0; i < 9; i++) files[i] = data_file(names[i], path[i]);
    if (!exists(files[0])) return 0;
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("three.bmg", out), &issues), BM_OK);
    assert_int_equal(bm_gazetteer_open(ctx, out, &three), BM_OK);
    unlink(out);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    bm_gazetteer_close(three);
    help_end();
    return 0;
}

static inline void need_data(void)
{
    if (three) return;
    print_message("skipped: no data folder\n");
    skip();
}

static inline bm_locator *locator_of(const bm_gazetteer *gazetteer)
{
    const bm_gazetteer *gazetteers[] = {gazetteer};
    bm_locate_options options = {.gazetteers = gazetteers, .n_gazetteers = 1};
    bm_locator *locator;

    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
    return locator;
}

/* NULL if it was not built. */
static inline bm_gazetteer *open_built_in(void)
{
    const char *folder = getenv("BORDERMAP_DATA");
    char path[512];
    bm_gazetteer *gazetteer;

    snprintf(path, sizeof path, "%s/gazetteer.bmg", folder ? folder : ".");
    if (!exists(path)) return NULL;
    assert_int_equal(bm_gazetteer_open(ctx, path, &gazetteer), BM_OK);
    return gazetteer;
}

#endif
