/* The .bmb file: a ready-to-map border file. Little-endian; a header, a table of sections, then the sections,
 * each on a multiple of 64 bytes. The header carries its own hash and that of all that follows. */
#ifndef BM_BORDER_BMB_H
#define BM_BORDER_BMB_H

#include "adapt/planar.h"
#include "base/file.h"
#include "bordermap/border.h"
#include "bordermap/incident.h"

#define BMB_MAGIC                                                                                            \
    "\x89"                                                                                                   \
    "BMB\r\n\x1a\n"
#define BMB_VERSION    5u
#define BMB_ALIGN      64u
#define BMB_RUN_EDGES  24          /* edges to a box */
#define BMB_GROUP_RUNS 8           /* runs to a group */
#define BMB_XYZ_UNIT   (1.0 / 256) /* metres */
#define BMB_XYZ_ERR_M  0.008       /* what rounding two vertices to that unit moves a chord, at most */

enum bmb_section_id {
    BMB_DYADS,           /* struct bmb_dyad, alphabetical */
    BMB_PARTS,           /* struct bmb_part, by dyad, then validity, then in order */
    BMB_PTS,             /* bm_ll, part after part */
    BMB_XYZ,             /* struct bmb_xyz of each point */
    BMB_SAG,             /* float, metres, of the edge that begins at each point */
    BMB_CHAIN,           /* double, metres along the dyad, for each point */
    BMB_STATUS,          /* uint8_t bm_border_status of the edge that begins at each point */
    BMB_ACC,             /* uint16_t, units of 10 m, BM_ACC_NONE, of the same */
    BMB_RUNS,            /* struct bmb_run, part after part */
    BMB_GROUPS,          /* struct bmb_group, neighbouring runs of a part */
    BMB_GROUP_RUN_BOXES, /* struct bmb_run_boxes of each group */
    BMB_GRID,            /* struct bmb_cell, rows from the south, from 180 west (groups.h) */
    BMB_COUNTRIES,       /* struct bmb_country */
    BMB_RINGS,           /* struct bmb_ring, near ones together */
    BMB_RING_AREAS,      /* bm_box of each ring */
    BMB_RING_SET_AREAS,  /* bm_box of each BMB_RING_SET rings */
    BMB_RING_PTS,        /* bm_ll, ring after ring; each repeats its first point */
    BMB_RING_BOXES,      /* struct bmb_ring_box, of the rings' stretches, finest level first */
    BMB_INFO,            /* JSON text with a NUL */
    /* For the scopes that know shores; looked at, and checked, by them alone. */
    BMB_RING_XYZ,        /* struct bmb_xyz of each point of the rings */
    BMB_RING_SAG,        /* float, metres, of the edge that begins there */
    BMB_SHORE_PARTS,     /* struct bmb_part: the days of shores that are near to each other; no points */
    BMB_SHORE_RUNS,      /* struct bmb_run over ring points, by part; dyad: the country */
    BMB_SHORE_GROUPS,    /* struct bmb_group, by country */
    BMB_SHORE_RUN_BOXES, /* struct bmb_run_boxes of each group */
    BMB_SECTIONS
};

struct bmb_section {
    uint64_t offset, n; /* bytes from the start of the file; items */
};
struct bmb_header {
    char magic[8];
    uint32_t version, byte_order; /* 0x01020304 */
    uint64_t bytes;               /* of the whole file */
    uint64_t body_hash;           /* bm_hash of all from here to the section BMB_RING_XYZ */
    uint64_t shore_hash;          /* of the rest */
    char sha256[64];              /* of both, in hex */
    struct bmb_section section[BMB_SECTIONS];
    uint64_t head_hash; /* bm_hash of the header up to here */
};
struct bmb_dyad {
    char iso_a[4], iso_b[4];
    uint32_t first_part, n_parts;
    uint32_t status, unused;
    double len_m;
};
struct bmb_part {
    uint32_t first, n; /* points */
    uint32_t dyad, closed;
    int32_t valid_from, valid_to; /* first and last day; BM_NO_DAY: open */
};
struct bmb_xyz {
    int32_t at[3]; /* earth-centred, in units of BMB_XYZ_UNIT */
};
struct bmb_country {
    char iso[4]; /* alpha-3 */
};
struct bmb_run {
    uint32_t first, n_edges; /* edge i begins at point first + i */
    uint32_t part, dyad;
};
/* A box in earth-centred metres, rounded outwards. */
struct bmb_group {
    float low[3], high[3];
    uint32_t first, n_runs, dyad;
};
struct bmb_run_boxes { /* by dimension, so that a compiler tests all at once */
    float low[3][BMB_GROUP_RUNS], high[3][BMB_GROUP_RUNS];
};
/* Groups of two dyads that are near to the middle of the cell; -1: none. */
struct bmb_cell {
    int32_t group[2];
};
#define BMB_RING_RUN   32 /* edges to a box of the finest level */
#define BMB_RING_GROUP 16 /* boxes to a box of the next */
#define BMB_RING_SET   16 /* rings to an item of the search tree */
struct bmb_ring {
    uint32_t first, n; /* points; after them the first again */
    uint32_t country, box_first;
    double area; /* square degrees, longitudes shrunk to scale: only to tell the smaller of two rings */
    int32_t valid_from, valid_to;
};
struct bmb_ring_box {
    float west, south, east, north;
};

struct bm_border {
    bm_ctx *ctx; /* whose allocator it uses */
    bm_mapping mapping;
    unsigned char *owned; /* the mapping's bytes when they are in memory and no file's; else NULL */
    const struct bmb_header *header;
    const struct bmb_dyad *file_dyads;
    const struct bmb_part *parts;
    const bm_ll *pts;
    const struct bmb_xyz *xyz;
    const float *sag;
    const double *chain;
    const uint8_t *status;
    const uint16_t *acc;
    const struct bmb_run *runs;
    const struct bmb_group *groups;
    const struct bmb_run_boxes *run_boxes;
    const bm_box *ring_areas, *ring_set_areas;
    const struct bmb_cell *grid;
    const struct bmb_country *countries;
    const struct bmb_ring *rings;
    const bm_ll *ring_pts;
    const struct bmb_ring_box *ring_boxes;
    const char *info_json;
    uint32_t n_dyads, n_parts, n_pts, n_runs, n_groups, n_cells, n_countries, n_rings, n_ring_sets,
        n_ring_pts, n_ring_boxes;
    bm_dyad *dyads;
    char sha256[65];
    char view[64];
    /* Days on which a part or ring begins to hold or no longer holds, rising; none: no dates. */
    int32_t *changes;
    uint32_t n_changes;
    int32_t first_day, last_day; /* of parts; BM_NO_DAY, INT32_MAX: open */
};

static inline bool bm_holds(int32_t valid_from, int32_t valid_to, int32_t day)
{
    return valid_from <= day && (valid_to == BM_NO_DAY || day <= valid_to);
}
/* In a file without dates every part holds on every day. */
static inline bool bm_part_holds(const struct bm_border *border, uint32_t part, int32_t day)
{
    return border->n_changes == 0 ||
           bm_holds(border->parts[part].valid_from, border->parts[part].valid_to, day);
}
/* Fills changes, first_day and last_day from parts and rings (days.c). */
BM_CHECKED bm_status bm_border_find_changes(bm_ctx *ctx, bm_border *border);

/* What the file keeps of a point and of the edge between two. */
struct bmb_xyz bmb_xyz_of(bm_ll p);
float bmb_sag_of(bm_ll a, bm_ll b);
/* What bm_arc_sag_m says of the longest edge there is, from pole to pole and half round the earth, is 31,935 km:
 * more than the earth is thick, for it bounds how an edge turns, and that of its pieces falls with the square of
 * their number. A search works in proportion to the root of it: 2,830 pieces at most. */
#define BMB_SAG_MOST_M 3.2e7f
static inline bool bmb_is_sag(float sag_m)
{
    return (sag_m >= 0) & (sag_m < BMB_SAG_MOST_M);
}
/* Size of an item of each section. */
size_t bmb_item_size(enum bmb_section_id id);
/* Whether the groups fit to the runs, and the grid to the groups. */
bool bmb_groups_are_sound(const bm_border *border);
/* How many boxes a ring of n points has on all levels. */
size_t bmb_ring_box_count(uint32_t n);
/* The country on whose ground the point is by the outlines: that of the smallest ring around it (an enclave's
 * ring is inside its surrounding country's). -1: none. ring_sets: a tree over ring_set_areas. day: as
 * bm_border_day gives it. */
BM_CHECKED bm_status bm_border_country_at(bm_ctx *ctx, const bm_border *border, bm_tree *ring_sets,
                                          bm_ll point, int32_t day, int32_t *country);
/* The ring that says so. -1: none. */
BM_CHECKED bm_status bm_border_ring_at(bm_ctx *ctx, const bm_border *border, bm_tree *ring_sets, bm_ll point,
                                       int32_t day, int32_t *ring);
/* Of two rings about a place, whether a's word counts and not b's. */
static inline bool bmb_ring_goes_before(const struct bm_border *border, uint32_t a, uint32_t b)
{
    double area_a = border->rings[a].area, area_b = border->rings[b].area;

    return area_a != area_b ? area_a < area_b : a < b;
}

#endif
