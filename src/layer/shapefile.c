/* The format: ESRI, "ESRI Shapefile Technical Description", July 1998; tables: dBASE III. Null is what GDAL
 * writes: '*' in numbers, zeros in days, nothing in texts. */
#include "layer/shapefile.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SHP_HEADER = 100, RECORD_HEADER = 8, DBF_HEADER = 32, BLOCK = 1 << 18, DBF_YEAR = 100 /* 2000 */ };
enum { TYPE_NULL = 0, TYPE_POINT = 1, TYPE_LINE = 3 };

static const char wgs84[] = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"
                            "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

struct part_file {
    int fd; /* -1: closed */
    char name[32];
    bm_buf buf;
};

struct bm_shapefile {
    bm_ctx *ctx;
    bm_shape shape;
    const bm_column *columns;
    size_t n_columns;
    uint64_t n_rows, shp_bytes, record_bytes, dbf_head_bytes;
    double west, south, east, north; /* NaN: no point yet */
    struct part_file shp, shx, dbf;
};

/* --- bytes --- */

static void put_u16(bm_buf *out, uint32_t v)
{
    const unsigned char bytes[] = {(unsigned char)v, (unsigned char)(v >> 8)};
    bm_buf_put(out, bytes, sizeof bytes);
}

static void put_u32(bm_buf *out, uint32_t v)
{
    put_u16(out, v);
    put_u16(out, v >> 16);
}

static void put_big32(bm_buf *out, uint64_t v)
{
    const unsigned char bytes[] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
                                   (unsigned char)(v >> 8), (unsigned char)v};
    bm_buf_put(out, bytes, sizeof bytes);
}

static void put_double(bm_buf *out, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    put_u32(out, (uint32_t)bits);
    put_u32(out, (uint32_t)(bits >> 32));
}

static void fill(bm_buf *out, char c, size_t n)
{
    char *to = bm_buf_room(out, n);
    if (!to) return;
    memset(to, c, n);
    out->len += n;
}

static bm_status flush(bm_ctx *ctx, struct part_file *file, size_t least)
{
    bm_status st = bm_buf_status(ctx, &file->buf);
    if (st != BM_OK || file->buf.len < least) return st;
    st = bm_write_all(ctx, file->fd, file->name, file->buf.p, file->buf.len);
    bm_buf_clear(&file->buf);
    return st;
}

/* --- headers --- */

static void put_shp_header(const bm_shapefile *file, uint64_t bytes, bm_buf *out)
{
    const double box[] = {file->west, file->south, file->east, file->north};
    put_big32(out, 9994);
    fill(out, 0, 20);
    put_big32(out, bytes / 2);
    put_u32(out, 1000);
    put_u32(out, file->shape == BM_SHAPE_POINT ? TYPE_POINT : TYPE_LINE);
    for (int i = 0; i < 4; i++) put_double(out, isnan(box[i]) ? 0 : box[i]);
    fill(out, 0, 32); /* no heights, no measures */
}

static void put_dbf_header(const bm_shapefile *file, bm_buf *out)
{
    const char first[] = {3, DBF_YEAR, 1, 1}; /* a fixed day: bytes depend on the rows only */
    bm_buf_put(out, first, sizeof first);
    put_u32(out, (uint32_t)file->n_rows);
    put_u16(out, (uint32_t)file->dbf_head_bytes);
    put_u16(out, (uint32_t)file->record_bytes);
    fill(out, 0, 20);
    for (size_t i = 0; i < file->n_columns; i++) {
        const bm_column *column = &file->columns[i];
        size_t length = strlen(column->name);
        bm_buf_put(out, column->name, length);
        fill(out, 0, 11 - length);
        bm_buf_putc(out, column->type == BM_TEXT ? 'C' : column->type == BM_DATE ? 'D' : 'N');
        fill(out, 0, 4);
        bm_buf_putc(out, (char)column->width);
        bm_buf_putc(out, (char)(column->type == BM_REAL ? column->decimals : 0));
        fill(out, 0, 14);
    }
    bm_buf_putc(out, 0x0D);
}

/* Over the header that was written at first. */
static bm_status rewrite(bm_ctx *ctx, struct part_file *file, const bm_buf *header)
{
    bm_status st = bm_buf_status(ctx, header);
    if (st != BM_OK) return st;
    if (lseek(file->fd, 0, SEEK_SET) != 0)
        return bm_fail(ctx, BM_EIO, "cannot write '%s': %s", file->name, strerror(errno));
    return bm_write_all(ctx, file->fd, file->name, header->p, header->len);
}

/* --- opening --- */

static bm_status open_part(bm_ctx *ctx, struct bm_staging *staging, const char *name, const char *ending,
                           struct part_file *out)
{
    snprintf(out->name, sizeof out->name, "%s.%s", name, ending);
    return bm_staging_create(ctx, staging, out->name, &out->fd);
}

static bm_status write_small(bm_ctx *ctx, struct bm_staging *staging, const char *name, const char *ending,
                             const char *text)
{
    struct part_file file;
    bm_status st = open_part(ctx, staging, name, ending, &file);
    if (st != BM_OK) return st;
    st = bm_write_all(ctx, file.fd, file.name, text, strlen(text));
    if (close(file.fd) != 0 && st == BM_OK)
        st = bm_fail(ctx, BM_EIO, "cannot finish '%s': %s", file.name, strerror(errno));
    return st;
}

bm_status bm_shapefile_open(bm_ctx *ctx, struct bm_staging *staging, const char *name, bm_shape shape,
                            const bm_column *columns, size_t n, bm_shapefile **out)
{
    void *p;
    *out = NULL;
    bm_status st = bm_calloc(ctx, 1, sizeof(bm_shapefile), &p);
    if (st != BM_OK) return st;
    bm_shapefile *file = p;
    *file = (bm_shapefile){.ctx = ctx, .shape = shape, .columns = columns, .n_columns = n};
    file->west = file->south = file->east = file->north = NAN;
    file->shp.fd = file->shx.fd = file->dbf.fd = -1;
    bm_buf_init(&file->shp.buf, ctx);
    bm_buf_init(&file->shx.buf, ctx);
    bm_buf_init(&file->dbf.buf, ctx);
    file->shp_bytes = SHP_HEADER;
    file->dbf_head_bytes = DBF_HEADER * (n + 1) + 1;
    file->record_bytes = 1;
    for (size_t i = 0; i < n; i++) file->record_bytes += (uint64_t)columns[i].width;
    if ((st = open_part(ctx, staging, name, "shp", &file->shp)) != BM_OK) goto failed;
    if ((st = open_part(ctx, staging, name, "shx", &file->shx)) != BM_OK) goto failed;
    if ((st = open_part(ctx, staging, name, "dbf", &file->dbf)) != BM_OK) goto failed;
    if ((st = write_small(ctx, staging, name, "prj", wgs84)) != BM_OK) goto failed;
    if ((st = write_small(ctx, staging, name, "cpg", "UTF-8")) != BM_OK) goto failed;
    put_shp_header(file, SHP_HEADER, &file->shp.buf);
    put_shp_header(file, SHP_HEADER, &file->shx.buf);
    put_dbf_header(file, &file->dbf.buf);
    *out = file;
    return BM_OK;
failed:
    bm_shapefile_abandon(file);
    return st;
}

/* --- shapes --- */

static size_t content_bytes(const bm_shapefile *file, const bm_geometry *geometry)
{
    if (!geometry) return 4;
    if (file->shape == BM_SHAPE_POINT) return 4 + 16;
    uint32_t n_points = geometry->part_first[geometry->n_parts] - geometry->part_first[0];
    return 4 + 32 + 8 + 4 * (size_t)geometry->n_parts + 16 * (size_t)n_points;
}

static void widen(double box[4], bm_ll p)
{
    if (!(p.lon_deg >= box[0])) box[0] = p.lon_deg;
    if (!(p.lat_deg >= box[1])) box[1] = p.lat_deg;
    if (!(p.lon_deg <= box[2])) box[2] = p.lon_deg;
    if (!(p.lat_deg <= box[3])) box[3] = p.lat_deg;
}

static void put_points(const bm_geometry *geometry, bm_buf *out)
{
    for (uint32_t i = geometry->part_first[0]; i < geometry->part_first[geometry->n_parts]; i++) {
        put_double(out, geometry->pts[i].lon_deg);
        put_double(out, geometry->pts[i].lat_deg);
    }
}

static void put_shape(bm_shapefile *file, const bm_geometry *geometry)
{
    bm_buf *out = &file->shp.buf;
    double all[4] = {file->west, file->south, file->east, file->north}, box[4] = {NAN, NAN, NAN, NAN};
    if (!geometry) {
        put_u32(out, TYPE_NULL);
        return;
    }
    for (uint32_t i = geometry->part_first[0]; i < geometry->part_first[geometry->n_parts]; i++) {
        widen(box, geometry->pts[i]);
        widen(all, geometry->pts[i]);
    }
    file->west = all[0], file->south = all[1], file->east = all[2], file->north = all[3];
    put_u32(out, file->shape == BM_SHAPE_POINT ? TYPE_POINT : TYPE_LINE);
    if (file->shape == BM_SHAPE_LINE) {
        for (int i = 0; i < 4; i++) put_double(out, box[i]);
        put_u32(out, geometry->n_parts);
        put_u32(out, geometry->part_first[geometry->n_parts] - geometry->part_first[0]);
        for (uint32_t i = 0; i < geometry->n_parts; i++)
            put_u32(out, geometry->part_first[i] - geometry->part_first[0]);
    }
    put_points(geometry, out);
}

/* --- rows --- */

static void put_number(bm_buf *out, const bm_value *value, const bm_column *column)
{
    char text[360];
    size_t width = (size_t)column->width, n;
    if (value->type == BM_INTEGER)
        n = (size_t)snprintf(text, sizeof text, "%lld", (long long)value->as.integer);
    else
        n = bm_format_fixed(text, value->as.real, column->decimals);
    if (n > width) {
        fill(out, '*', width);
        return;
    }
    fill(out, ' ', width - n);
    bm_buf_put(out, text, n);
}

static void put_day(bm_buf *out, bm_day day)
{
    char text[11];
    bm_day_format(day, text);
    bm_buf_put(out, text, 4);
    bm_buf_put(out, text + 5, 2);
    bm_buf_put(out, text + 8, 2);
}

static void put_value(bm_buf *out, const bm_value *value, const bm_column *column)
{
    size_t width = (size_t)column->width;
    if (column->type == BM_TEXT) {
        size_t n = value->null ? 0 : value->as.text.len < width ? value->as.text.len : width;
        if (n) bm_buf_put(out, value->as.text.p, n);
        fill(out, ' ', width - n);
    } else if (value->null) {
        fill(out, column->type == BM_DATE ? '0' : '*', width);
    } else if (column->type == BM_DATE) {
        put_day(out, value->as.day);
    } else {
        put_number(out, value, column);
    }
}

bm_status bm_shapefile_add(bm_ctx *ctx, bm_shapefile *file, const bm_value *values,
                           const bm_geometry *geometry)
{
    size_t bytes = content_bytes(file, geometry);
    bm_status st;
    file->n_rows++;
    put_big32(&file->shx.buf, file->shp_bytes / 2);
    put_big32(&file->shx.buf, bytes / 2);
    put_big32(&file->shp.buf, file->n_rows);
    put_big32(&file->shp.buf, bytes / 2);
    put_shape(file, geometry);
    file->shp_bytes += RECORD_HEADER + bytes;
    bm_buf_putc(&file->dbf.buf, ' '); /* not deleted */
    for (size_t i = 0; i < file->n_columns; i++) put_value(&file->dbf.buf, &values[i], &file->columns[i]);
    if ((st = flush(ctx, &file->shp, BLOCK)) != BM_OK) return st;
    if ((st = flush(ctx, &file->shx, BLOCK)) != BM_OK) return st;
    return flush(ctx, &file->dbf, BLOCK);
}

uint64_t bm_shapefile_next_size(const bm_shapefile *file, const bm_geometry *geometry)
{
    uint64_t shp = file->shp_bytes + RECORD_HEADER + content_bytes(file, geometry);
    uint64_t dbf = file->dbf_head_bytes + (file->n_rows + 1) * file->record_bytes + 1;
    return shp > dbf ? shp : dbf;
}

/* --- the end --- */

static bm_status finish_parts(bm_ctx *ctx, bm_shapefile *file)
{
    bm_status st;
    bm_buf_putc(&file->dbf.buf, 0x1A);
    if ((st = flush(ctx, &file->shp, 0)) != BM_OK) return st;
    if ((st = flush(ctx, &file->shx, 0)) != BM_OK) return st;
    if ((st = flush(ctx, &file->dbf, 0)) != BM_OK) return st;
    put_shp_header(file, file->shp_bytes, &file->shp.buf);
    put_shp_header(file, SHP_HEADER + 8 * file->n_rows, &file->shx.buf);
    put_dbf_header(file, &file->dbf.buf);
    if ((st = rewrite(ctx, &file->shp, &file->shp.buf)) != BM_OK) return st;
    if ((st = rewrite(ctx, &file->shx, &file->shx.buf)) != BM_OK) return st;
    return rewrite(ctx, &file->dbf, &file->dbf.buf);
}

static bool close_part(struct part_file *file)
{
    bool closed = file->fd < 0 || close(file->fd) == 0;
    file->fd = -1;
    bm_buf_free(&file->buf);
    return closed;
}

bm_status bm_shapefile_finish(bm_ctx *ctx, bm_shapefile *file)
{
    struct part_file *const parts[] = {&file->shp, &file->shx, &file->dbf};
    bm_status st = finish_parts(ctx, file);
    for (int i = 0; i < 3; i++)
        if (!close_part(parts[i]) && st == BM_OK)
            st = bm_fail(ctx, BM_EIO, "cannot finish '%s': %s", parts[i]->name, strerror(errno));
    bm_shapefile_abandon(file);
    return st;
}

void bm_shapefile_abandon(bm_shapefile *file)
{
    if (!file) return;
    close_part(&file->shp);
    close_part(&file->shx);
    close_part(&file->dbf);
    bm_free(file->ctx, file);
}
