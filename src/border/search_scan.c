/* The edges of a run, by their chords: which of them may be nearest. */
#include "border/search_impl.h"

#include "base/mem.h"

#include <math.h>

/* An edge that bends more is cut into pieces that bend less than PIECE_SAG_M. */
#define WHOLE_SAG_M 25.0
#define PIECE_SAG_M 4.0

void bm_search_note(bm_search *search, int32_t dyad, double upper_m)
{
    if (search->upper_m[dyad] == INFINITY) search->seen[search->n_seen++] = dyad;
    if (!(upper_m < search->upper_m[dyad])) return;
    search->upper_m[dyad] = upper_m;
    search->reach_m[dyad] = bm_chord_reach_m(upper_m + 1.01 * BM_TIE_M);
    if (dyad == search->first) return;
    if (search->first < 0 || upper_m < search->upper_m[search->first]) {
        search->second = search->first;
        search->first = dyad;
    } else if (dyad != search->second && (search->second < 0 || upper_m < search->upper_m[search->second])) {
        search->second = dyad;
    }
}

void bm_search_drop(bm_search *search)
{
    size_t n = 0;

    for (size_t i = 0; i < search->n_candidates; i++)
        if (search->candidates[i].low_m <= bm_search_reach(search, search->candidates[i].dyad))
            search->candidates[n++] = search->candidates[i];
    search->n_candidates = n;
}

/* An edge of the dyad is at most this chord away. */
static void note_chord(bm_search *search, int32_t dyad, double chord_m)
{
    if (chord_m >= search->chord_m[dyad]) return;
    search->chord_m[dyad] = chord_m;
    bm_search_note(search, dyad, bm_chord_upper_m(chord_m));
}

static void add_candidate(bm_search *search, const struct bm_candidate *candidate, double chord_m,
                          double sag_m)
{
    note_chord(search, candidate->dyad, chord_m + sag_m);
    if (search->n_candidates == search->cap_candidates) {
        void *items = search->candidates;
        bm_status st = BM_OK;

        bm_search_drop(search);
        if (search->n_candidates * 2 >= search->cap_candidates)
            st = bm_grow(search->ctx, &items, &search->cap_candidates, search->n_candidates + 64,
                         sizeof *candidate);
        search->candidates = items;
        if (st != BM_OK) {
            search->status = st;
            return;
        }
    }
    search->candidates[search->n_candidates++] = *candidate;
}

/* A long edge piece by piece. */
static void add_pieces(bm_search *search, const struct bm_candidate *whole, double sag_m)
{
    struct bm_arc arc = bm_search_arc(search, whole->edge);
    int n = (int)ceil(sqrt(sag_m / PIECE_SAG_M));
    double piece_sag_m = sag_m / n / n + BMB_XYZ_ERR_M;
    struct bm_xyz a = bm_border_vertex(search->border, whole->edge), b;

    for (int i = 0; i < n; i++, a = b) {
        struct bm_candidate piece = *whole;
        double t, chord_m;

        piece.t0 = (double)i / n;
        piece.t1 = (double)(i + 1) / n;
        b = bm_xyz_of(bm_arc_at(search->measure, &arc, piece.t1));
        chord_m = sqrt(bm_chord_distance2(search->from, a, b, &t));
        piece.low_m = chord_m - piece_sag_m;
        if (piece.low_m > bm_search_reach(search, piece.dyad)) continue;
        piece.t = piece.t0 + t * (piece.t1 - piece.t0);
        add_candidate(search, &piece, chord_m, piece_sag_m);
    }
}

void bm_search_scan(bm_search *search, uint32_t index)
{
    const bm_border *border = search->border;
    const struct bmb_run *run = &border->runs[index];
    double chord2[BMB_RUN_EDGES] = {0}, t[BMB_RUN_EDGES], reach_m;
    int32_t dyad = (int32_t)run->dyad;
    uint32_t nearest = 0;

    search->lanes->chords(border->xyz + run->first, run->n_edges, search->from, chord2, t);
    for (uint32_t i = 1; i < run->n_edges; i++)
        if (chord2[i] < chord2[nearest]) nearest = i;
    note_chord(search, dyad, sqrt(chord2[nearest]) + border->sag[run->first + nearest] + BMB_XYZ_ERR_M);
    reach_m = bm_search_reach(search, dyad);
    for (uint32_t i = 0; i < run->n_edges; i++) {
        double sag_m = border->sag[run->first + i] + BMB_XYZ_ERR_M;
        double far_m = reach_m + sag_m, chord_m;
        struct bm_candidate candidate;

        if (chord2[i] > far_m * far_m) continue;
        __builtin_prefetch(&border->pts[run->first + i]); /* for whoever solves it */
        __builtin_prefetch(&border->chain[run->first + i]);
        chord_m = sqrt(chord2[i]);
        candidate = (struct bm_candidate){chord_m - sag_m, 0, 1, t[i], run->first + i, index, dyad};
        if (sag_m > WHOLE_SAG_M)
            add_pieces(search, &candidate, sag_m);
        else
            add_candidate(search, &candidate, chord_m, sag_m);
        reach_m = bm_search_reach(search, dyad);
    }
}
