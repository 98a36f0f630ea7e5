/* What a border file holds: dyads, names, sources. */
#include "border/bmb.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

const char *bm_border_status_name(bm_border_status status)
{
    switch (status) {
    case BM_BORDER_INTERNATIONAL: return "international";
    case BM_BORDER_DISPUTED: return "disputed";
    case BM_BORDER_LINE_OF_CONTROL: return "line_of_control";
    case BM_BORDER_INDEFINITE: return "indefinite";
    case BM_BORDER_MARITIME: return "maritime";
    case BM_BORDER_NONE: break;
    }
    return NULL;
}

void bm_border_get_info(const bm_border *border, bm_border_info *out)
{
    *out = (bm_border_info){.n_dyads = border->n_dyads,
                            .n_parts = border->n_parts,
                            .n_points = border->n_pts,
                            .dated = border->n_changes > 0,
                            .first_day = border->first_day,
                            .last_day = border->last_day == INT32_MAX ? BM_NO_DAY : border->last_day,
                            .bytes = border->mapping.len,
                            .view = border->view,
                            .json = border->info_json,
                            .sha256 = border->sha256};
    for (uint32_t d = 0; d < border->n_dyads; d++) out->len_m += border->dyads[d].len_m;
}

const bm_dyad *bm_border_dyads(const bm_border *border, uint32_t *n)
{
    *n = border->n_dyads;
    return border->dyads;
}

int32_t bm_border_dyad(const bm_border *border, const char *name)
{
    for (uint32_t d = 0; d < border->n_dyads; d++)
        if (strcmp(border->dyads[d].name, name) == 0) return (int32_t)d;
    return -1;
}

/* How unlike a dyad a name is: edits, the two countries in either order. */
static size_t unlike(const bm_dyad *dyad, const char *name)
{
    char turned[8];
    size_t straight, swapped;

    snprintf(turned, sizeof turned, "%.3s-%.3s", dyad->iso_b, dyad->iso_a);
    straight = 2 * bm_name_distance(bm_str_z(name), bm_str_z(dyad->name));
    swapped = 2 * bm_name_distance(bm_str_z(name), bm_str_z(turned)) + 1;
    return straight < swapped ? straight : swapped;
}

void bm_border_nearest_names(const bm_border *border, const char *name, char *out, size_t size)
{
    size_t len = 0, after = 0;
    int32_t last = -1;

    if (size > 0) out[0] = '\0';
    for (int k = 0; k < 3; k++) { /* the three nearest, in order of unlikeness, then name */
        size_t best = SIZE_MAX;
        int32_t found = -1;
        int n;

        for (uint32_t d = 0; d < border->n_dyads; d++) {
            size_t u = unlike(&border->dyads[d], name);

            if (u >= best || u < after || (u == after && (int32_t)d <= last)) continue;
            best = u;
            found = (int32_t)d;
        }
        if (found < 0) return;
        after = best;
        last = found;
        n = snprintf(out + len, size - len, "%s%s", k > 0 ? ", " : "", border->dyads[found].name);
        if (n < 0 || (size_t)n >= size - len) {
            if (size > 0) out[len] = '\0';
            return;
        }
        len += (size_t)n;
    }
}
