/* A file damaged where its checksum does not look, or with a checksum that agrees: wrong answers, never wild
 * reads (run with -fsanitize=address,undefined to see them). */
#include "gazetteer_help.h"

#include "gazetteer/model.h"

#define N_PLACES 30000
#define ROUNDS   40
#define FLIPS    300

static uint64_t state_of_chance = 20;

static uint32_t chance(uint32_t below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state_of_chance >> 33) % below);
}

static void make_name(uint32_t number, char name[64])
{
    static const char *const parts[] = {"ba",  "kot", "shah", "mir", "pur", "gar",  "dan", "zai",
                                        "kal", "lo",  "nus",  "rat", "tep", "ghun", "wa",  "yar"};

    snprintf(name, 64, "%s%s%s %s", parts[number & 15], parts[number >> 4 & 15], parts[number >> 8 & 15],
             parts[number >> 12 & 15]);
}

/* A district, and places in it. */
static void write_dump(const char *path)
{
    FILE *file = fopen(path, "w");
    char name[64];

    assert_non_null(file);
    fprintf(file, "1\tWestland\tWestland\t\t30\t66\tA\tADM1\tPK\t\t02\t\t\t\t0\t\t\t\t\n"
                  "2\tKhairan\tKhairan\t\t30\t66\tA\tADM2\tPK\t\t02\t77\t\t\t0\t\t\t\t\n");
    for (uint32_t i = 0; i < N_PLACES; i++) {
        make_name(i, name);
        fprintf(file, "%u\t%s\t%s\t\t%.5f\t%.5f\tP\tPPL\tPK\t\t02\t77\t\t\t%u\t\t\t\t\n", 10 + i, name, name,
                28 + i % 173 * 0.02, 63 + i % 311 * 0.02, i % 7 ? 0 : i);
    }
    assert_int_equal(fclose(file), 0);
}

static void look_up(const bm_gazetteer *gazetteer)
{
    bm_locate_options options = {.gazetteers = &gazetteer, .n_gazetteers = 1, .explain = true};
    bm_locator *locator;
    bm_place place;
    char name[64];

    assert_int_equal(bm_locator_create(ctx, &options, &locator), BM_OK);
    for (int i = 0; i < 24; i++) {
        make_name(chance(N_PLACES), name);
        if (i % 3 == 1) name[1 + chance(4)] = 'x';
        if (i % 3 == 2) name[strcspn(name, " ")] = 0;
        bm_incident row = help_row(name, "Westland", i % 2 ? "Khairan" : "", "Pakistan");
        assert_int_equal(bm_locate(ctx, locator, &row, arena, NULL, &place), BM_OK);
    }
    bm_locator_destroy(locator);
    bm_arena_reset(arena);
}

static void damaged_files_are_read_within_bounds(void **state)
{
    char dump[512], file[512];
    const char *dumps[] = {help_temp("big.txt", dump)};
    bm_gazetteer_sources sources = {.dumps = dumps, .n_dumps = 1};
    size_t n;
    int opened = 0;

    (void)state;
    help_start();
    write_dump(dump);
    assert_int_equal(bm_gazetteer_build(ctx, &sources, help_temp("big.bmg", file), NULL), BM_OK);
    unlink(dump);
    unsigned char *p = help_read(file, &n), *copy = malloc(n);
    assert_non_null(copy);
    assert_true(n > 2 << 20);
    for (int round = 0; round < ROUNDS; round++) {
        struct gz_header header;
        bm_gazetteer *gazetteer;
        memcpy(copy, p, n);
        for (int i = 0; i < FLIPS; i++)
            copy[sizeof header + chance((uint32_t)(n - sizeof header))] ^= (unsigned char)(1u << chance(8));
        memcpy(&header, copy, sizeof header);
        header.check = gz_check(copy, n);
        memcpy(copy, &header, sizeof header);
        help_write(file, copy, n);
        if (bm_gazetteer_open(ctx, file, &gazetteer) != BM_OK) continue;
        opened++;
        look_up(gazetteer);
        bm_gazetteer_close(gazetteer);
    }
    assert_true(opened > ROUNDS / 2);
    unlink(file);
    free(p);
    free(copy);
    help_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(damaged_files_are_read_within_bounds)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
