/* The inside of a run's writer. */
#ifndef BM_LAYER_WRITER_H
#define BM_LAYER_WRITER_H

#include "adapt/sha256.h"
#include "base/buf.h"
#include "base/hand.h"
#include "bordermap/layer.h"
#include "layer/bbox.h"
#include "layer/digests.h"
#include "layer/scene.h"
#include "layer/sink.h"
#include "layer/staging.h"
#include "layer/unresolved.h"

/* The line of a segment, as bm_segment_lines gives it. */
typedef bm_status (*bm_line_fn)(bm_ctx *ctx, const void *user, uint32_t segment, bm_arena *arena,
                                const bm_ll **pts, const uint32_t **first, uint32_t *n_lines);
/* What lies behind a map, as bm_border_background gives it. */
typedef bm_status (*bm_background_fn)(bm_ctx *ctx, const void *user, const bm_box *box, double tolerance_deg,
                                      bm_arena *arena, bm_background *out);
struct bm_line_source {
    bm_line_fn fn;
    bm_background_fn background; /* NULL: none */
    bm_bands_fn bands;           /* NULL: none */
    const void *user;            /* borrowed, as bands_user */
    const void *bands_user;
};

/* A file being made in the staging folder. */
struct bm_stream {
    const char *name;
    int fd; /* -1: not open */
    uint64_t rows, bytes;
    uint64_t sent;        /* of bytes: asked to go to the disk */
    uint64_t dropped;     /* of sent: on the disk, and no longer in the system's memory */
    bm_buf buf;           /* written when it is large enough */
    struct bm_sha256 sha; /* of what was written so far */
};

/* A file that is done. */
struct bm_made {
    const char *name;
    uint64_t rows, bytes;
    bool has_rows;
    bool unlisted;              /* not in the manifest */
    const uint64_t *layer_rows; /* of each layer, for a file of several; else NULL */
    char sha256[65];            /* "": the file is to be read */
};
enum { BM_MADE_MAX = 32 };

/* A file that people look at, made at the end from the scene, the statistics and the facts of the manifest.
 */
struct bm_view {
    unsigned output;  /* a bit of bm_output */
    const char *file; /* its name in the folder */
    bool follows; /* made right after the one before it in the list, on the same thread: Cairo keeps fonts for
                   * the whole process, and the first drawing that needs one leaves its mark on it */
    bm_status (*write)(bm_ctx *ctx, const struct bm_scene *scene, const bm_stats *stats,
                       const bm_manifest_facts *facts, bm_buf *out);
};
extern const struct bm_view bm_views[]; /* ends with a NULL file */

/* What writes the rows of one file, a batch at a time: each sink, and incidents.geojson. */
enum { BM_OUTLETS = BM_SINKS + 1 };
struct bm_outlet {
    struct bm_sink *sink;     /* NULL: the stream's */
    struct bm_stream *stream; /* both NULL: not in use */
    const bm_naming *naming;
    struct bm_hand *hand; /* NULL: it writes on the calling thread */
    /* the batch at hand */
    const bm_row *rows;
    size_t n;
    const bm_buf *encoded;
};

struct bm_writer {
    bm_ctx *ctx; /* whose allocator it uses */
    unsigned outputs;
    bm_naming naming;
    struct bm_line_source lines;
    struct bm_staging staging;
    struct bm_bbox bbox; /* of incidents.geojson */
    struct bm_stream incidents, table, rejected, compare, changes, state;
    struct bm_sink sinks[BM_SINKS];
    struct bm_outlet outlets[BM_OUTLETS];
    unsigned n_threads; /* that make the files at the end; at least 1 */
    struct bm_unresolved unresolved;
    bool has_scene; /* some view is wanted, or the GeoPackage */
    struct bm_scene scene;
    struct bm_made made[BM_MADE_MAX];
    size_t n_made;
    bm_buf messages, skipped; /* elements of JSON arrays, each after a comma but the first */
};

/* limit_bytes: of a shapefile's files; BM_SHAPEFILE_LIMIT but in tests. */
#define BM_SHAPEFILE_LIMIT INT32_MAX
BM_CHECKED bm_status bm_writer_open_lines(bm_ctx *ctx, const char *dir, unsigned outputs,
                                          const struct bm_line_source *lines, const bm_naming *naming,
                                          uint64_t limit_bytes, bm_writer **out);

BM_CHECKED bm_status bm_stream_open(bm_ctx *ctx, struct bm_writer *writer, const char *name,
                                    struct bm_stream *out);
/* Writes what does not go through the buffer, which must be empty. */
BM_CHECKED bm_status bm_stream_write(bm_ctx *ctx, struct bm_stream *stream, const void *p, size_t n);
/* Writes the buffer when it holds at least `least` bytes. */
BM_CHECKED bm_status bm_stream_flush(bm_ctx *ctx, struct bm_stream *stream, size_t least);
/* Writes the rest, closes, and enters the file in writer->made. */
BM_CHECKED bm_status bm_stream_finish(bm_ctx *ctx, struct bm_writer *writer, struct bm_stream *stream,
                                      bool has_rows);
void bm_stream_close(struct bm_stream *stream);

/* src/layer/segments.c: segments.geojson and the segments of every sink. */
/* What is left of every output but the rows (complete.c). */
BM_CHECKED bm_status bm_writer_complete(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats,
                                        const bm_manifest_facts *facts);
BM_CHECKED bm_status bm_writer_segments(bm_ctx *ctx, struct bm_writer *writer, const bm_stats *stats);
/* src/layer/manifest.c; digests: one for each source */
BM_CHECKED bm_status bm_manifest_write(bm_ctx *ctx, const struct bm_writer *writer,
                                       const bm_manifest_facts *facts, const struct bm_digest *digests,
                                       bm_buf *out);
/* Removes the files of shapefiles that passed their limit and says so, once for each. */
void bm_writer_note_skipped(bm_ctx *ctx, struct bm_writer *writer);
/* Says it to the user and in the manifest. */
void bm_writer_message(bm_ctx *ctx, struct bm_writer *writer, const char *format, ...) BM_PRINTF(3, 4);

#endif
