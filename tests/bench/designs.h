/* The designs that strtree_bench compares with the program's: sources of candidates for one search. */
#ifndef BENCH_DESIGNS_H
#define BENCH_DESIGNS_H

#include "bench/bench.h"

#include "adapt/planar.h"
#include "bench/box_tree.h"
#include "border/groups.h"
#include "border/search_impl.h"

/* What a tree is over: runs, or groups of runs. */
struct items {
    uint32_t n;
    struct bmb_group *box;
    bm_box *lonlat; /* lines run on over 180 degrees */
};

struct plan {
    bm_ctx *ctx;
    const bm_border *border;
    struct items runs, groups;
    bm_box extent;
    bm_tree *run_tree, *group_tree; /* over longitude and latitude */
    bm_tree *plane[6],
        *group_plane[6]; /* over earth-centred coordinates without x, y or z, two halves each */
    double plane_end[6]; /* how far the items of a half reach towards the other */
    struct box_tree packed;
    uint32_t *packed_run; /* of each item of the packed tree */
    int32_t *only;        /* for each of its blocks: the one dyad of all its items, or -1 */
    /* state of a query */
    bm_search *search;
    bm_tree *const *trees;
    const struct items *items;
    struct bm_near_run *found;
    size_t n_found;
    double least;
    uint32_t near_run;
    long failed;
};

/* Builds all trees and prints the time of each. Nothing is freed. */
BM_CHECKED bm_status plan_make(bm_ctx *ctx, const bm_border *border, struct plan *plan);

/* Each with a struct plan as its user. */
void design_packed(bm_search *search, void *user);
void design_growing_caps(bm_search *search, void *user);
void design_grid_and_cap(bm_search *search, void *user);
void design_grid_and_cap_of_groups(bm_search *search, void *user);
void design_planes(bm_search *search, void *user);
void design_planes_of_groups(bm_search *search, void *user);
void design_grid_and_planes(bm_search *search, void *user);

#endif
