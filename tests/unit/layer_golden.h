/* The three rows of tests/data/layer/golden.csv: one with everything, a coarse one, an unresolved one. */
#ifndef BM_LAYER_GOLDEN_H
#define BM_LAYER_GOLDEN_H

#include "layer_fixture.h"

static const char *const golden_extra[] = {"url", "two\nlines"};

static inline void golden_full(struct fixture_row *row)
{
    static const bm_str extra[] = {{"http://x/?a=1&b=2", 17}, {"a b", 3}};
    fixture_init(row, "EV-1", 7, BM_RESOLVED);
    bm_incident *in = &row->incident;
    in->d_start = bm_day_from_civil(2024, 1, 16);
    in->d_end = bm_day_from_civil(2024, 1, 31);
    in->d_prec = BM_DATE_MONTH;
    in->etype = BM_LIT("Battles, armed");
    in->actor1 = BM_LIT("Jaish");
    in->actor2 = BM_LIT("\"B\"");
    in->killed = 2;
    in->injured = 0;
    in->place = BM_LIT("\u06A9\u0648\u0647 \u0633\u0628\u0632");
    in->notes = BM_LIT("said to be near");
    in->extra = extra;
    row->place = (bm_place){.match = BM_MATCH_EXACT,
                            .status = BM_RESOLVED,
                            .score = 0.98765,
                            .geo_prec = 1,
                            .acled_prec = 1,
                            .gtd_spec = 1,
                            .rad_m = 2500,
                            .has_point = true,
                            .point = {63.12345674, -26.00000012},
                            .gaz_name = BM_LIT("Koh-e Sabz"),
                            .gaz_id = BM_LIT("1173491"),
                            .feat = BM_LIT("PPL"),
                            .adm1 = BM_LIT("Balochistan"),
                            .adm2 = BM_LIT("Panjgur"),
                            .iso3 = "PAK"};
    row->tag = (bm_tag){.dyad = 2,
                        .segment = 4,
                        .dist_m = 45678.901,
                        .dmin_m = 43178.901,
                        .dmax_m = 48178.901,
                        .side = "PAK",
                        .side_sure = 1,
                        .near = {62.7654321, 26.5},
                        .az_deg = 359.9999,
                        .chain_m = 71000.001,
                        .dyad2 = 0,
                        .dist2_m = 212345.6789,
                        .status = BM_BORDER_INTERNATIONAL};
}

static inline void golden_coarse(struct fixture_row *row)
{
    fixture_init(row, "in.csv:8", 8, BM_COARSE);
    row->incident.place = BM_LIT("Quetta province");
    row->place.match = BM_MATCH_AREA;
    row->place.score = 0.5;
    row->place.geo_prec = 6;
    row->place.acled_prec = 3;
    row->place.gtd_spec = 4;
    row->place.rad_m = 150e3;
    memcpy(row->place.iso3, "PAK", 4);
    row->tag.dmin_m = 0;
    row->tag.dmax_m = 812e3;
}

static inline void golden_unresolved(struct fixture_row *row)
{
    static const bm_candidate candidates[] = {
        {.name = {"Zaranj", 6},
         .gaz_id = {"1113217", 7},
         .feat = {"PPLA", 4},
         .adm1 = {"Nimruz", 6},
         .iso3 = "AFG"},
        {.name = {"Zarang", 6}},
    };
    fixture_init(row, "in.csv:9", 9, BM_UNRESOLVED);
    row->incident.place = BM_LIT("=1+1");
    row->place.reason = "no place of that name";
    row->place.candidates = candidates;
    row->place.n_candidates = 2;
}

#endif
