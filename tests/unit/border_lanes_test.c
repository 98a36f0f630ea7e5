/* Wide vector code gives the bits of the plain one, and both what the formulas say. */
#include "testing.h"

#include "border/groups.h"
#include "border/lanes.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 3000, MOST_BOXES = 37 };

static uint64_t state_of_chance = 5;

static double chance(double low, double high)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(state_of_chance >> 11) / 9007199254740992.0;
}

static struct bm_xyz somewhere(void)
{
    return bm_xyz_of((bm_ll){chance(-180, 180), chance(-90, 90)});
}

/* A line about a place; now and then a vertex comes twice. */
static void draw(struct bmb_xyz *xyz, uint32_t n)
{
    bm_ll p = {chance(-180, 180), chance(-89, 89)};

    for (uint32_t i = 0; i < n; i++) {
        if (chance(0, 1) < 0.9) p.lon_deg += chance(-0.1, 0.1), p.lat_deg += chance(-0.1, 0.1);
        xyz[i] = bmb_xyz_of(p);
    }
}

static void chords(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct bmb_xyz xyz[BMB_RUN_EDGES + 1];
        double plain2[BMB_RUN_EDGES], plain_t[BMB_RUN_EDGES], best2[BMB_RUN_EDGES], best_t[BMB_RUN_EDGES];
        uint32_t n = 1 + (uint32_t)round % BMB_RUN_EDGES;
        struct bm_xyz from = somewhere();

        draw(xyz, n + 1);
        if (round % 2) /* near it */
            from = (struct bm_xyz){xyz[0].at[0] * BMB_XYZ_UNIT + chance(-9e3, 9e3),
                                   xyz[0].at[1] * BMB_XYZ_UNIT + chance(-9e3, 9e3), xyz[0].at[2] * BMB_XYZ_UNIT};
        bm_lanes_plain()->chords(xyz, n, from, plain2, plain_t);
        bm_lanes_best()->chords(xyz, n, from, best2, best_t);
        assert_memory_equal(plain2, best2, n * sizeof *plain2);
        assert_memory_equal(plain_t, best_t, n * sizeof *plain_t);
        for (uint32_t i = 0; i < n; i++) {
            struct bm_xyz a = {xyz[i].at[0] * BMB_XYZ_UNIT, xyz[i].at[1] * BMB_XYZ_UNIT, xyz[i].at[2] * BMB_XYZ_UNIT};
            struct bm_xyz b = {xyz[i + 1].at[0] * BMB_XYZ_UNIT, xyz[i + 1].at[1] * BMB_XYZ_UNIT,
                               xyz[i + 1].at[2] * BMB_XYZ_UNIT};
            double t;

            assert_true(fabs(sqrt(plain2[i]) - sqrt(bm_chord_distance2(from, a, b, &t))) < 1e-6);
        }
    }
}

static void boxes(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        float box[6 * MOST_BOXES], plain2[MOST_BOXES], best2[MOST_BOXES];
        double expected_m[MOST_BOXES];
        size_t n = 1 + (size_t)round % MOST_BOXES;
        struct bm_xyz from = somewhere();

        for (size_t i = 0; i < n; i++) {
            double low[3] = {chance(-6e6, 6e6), chance(-6e6, 6e6), chance(-6e6, 6e6)};
            const double at[3] = {from.x, from.y, from.z};
            double sum = 0;

            for (size_t k = 0; k < 3; k++) {
                box[k * n + i] = (float)low[k], box[(k + 3) * n + i] = (float)(low[k] + chance(0, 4e6));
                double out = fmax(0, fmax(box[k * n + i] - at[k], at[k] - box[(k + 3) * n + i]));
                sum += out * out;
            }
            expected_m[i] = sqrt(sum);
        }
        bm_lanes_plain()->boxes(box, n, from, plain2);
        bm_lanes_best()->boxes(box, n, from, best2);
        assert_memory_equal(plain2, best2, n * sizeof *plain2);
        for (size_t i = 0; i < n; i++) assert_true(fabs(sqrt((double)plain2[i]) - expected_m[i]) < 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(chords), cmocka_unit_test(boxes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
