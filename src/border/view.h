/* Views: whose claims are drawn. A table of changes that is applied to the borders of a file. */
#ifndef BM_BORDER_VIEW_H
#define BM_BORDER_VIEW_H

#include "border/bmb.h"
#include "border/model.h"

enum bm_view_what {
    BM_VIEW_COUNTRY, /* all ground and all lines of `of` are those of `as` */
    BM_VIEW_LINE,    /* the dyad `of`, in the box, is a line of the dyad `as`, or is not drawn */
    BM_VIEW_GROUND   /* what of the ground of `of` lies in the box is ground of `as` */
};
struct bm_view_row {
    enum bm_view_what what;
    char of[8], as[8];       /* as "": as it is (with a status), "none": not drawn */
    bm_border_status status; /* BM_BORDER_NONE: as it is */
    double west, south, east, north;
    uint64_t line, n_used; /* of the file; edges or rings that it changed */
};
struct bm_view {
    struct bm_view_row *items;
    size_t n, cap;
};
/* Columns what, of, as, west, south, east, north, status; more are for readers. */
BM_CHECKED bm_status bm_view_read(bm_ctx *ctx, const char *path, struct bm_view *out);
void bm_view_free(bm_ctx *ctx, struct bm_view *view);
/* Changes the model by the first row of each kind that fits, and notes the view's name and rows in its info.
 * A row that fits nothing is a warning. */
BM_CHECKED bm_status bm_view_apply(bm_ctx *ctx, const char *path, bm_issue_list *issues,
                                   struct bm_border_model *model);

/* Gives a country the name that the view has for it (view_ground.c). */
void bm_view_rename(struct bm_view *view, char iso[4]);
/* Adds an outline's rings. What lies in a ground row's box is added as a ring of the row's country too: of
 * two rings about a point the smaller one counts. */
BM_CHECKED bm_status bm_view_ground(bm_ctx *ctx, struct bm_view *view, const struct bm_border_model *old,
                                    const struct bm_outline *outline, struct bm_border_model *out);

/* The model that a border file was made of, but for lines at sea (remodel.c). */
BM_CHECKED bm_status bm_border_remodel(bm_ctx *ctx, const bm_border *border, struct bm_border_model *out);

#endif
