/* bordermap: how a call ends.
 *
 * Every function that can fail returns a bm_status; results come through trailing out-arguments, which are
 * NULL or zero after a failure. The one who knows the cause writes the message with bm_fail (ctx.h); everyone
 * above passes the status on untouched. A bad row is not a failure: it is an issue (issue.h). */
#ifndef BORDERMAP_STATUS_H
#define BORDERMAP_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

typedef enum bm_status {
    BM_OK = 0,
    BM_ENOMEM,      /* an allocation failed */
    BM_EIO,         /* the system refused to open, read, write, sync or rename */
    BM_EFORMAT,     /* a file is not what it claims to be, or is damaged */
    BM_EUSAGE,      /* an option or argument is wrong */
    BM_ENOTFOUND,   /* a named thing (file, dyad, column) does not exist */
    BM_ELIBRARY,    /* GDAL, PROJ, GEOS or cJSON reported a failure */
    BM_EINTERRUPTED /* the user asked to stop */
} bm_status;

#if defined(__GNUC__)
#define BM_CHECKED         __attribute__((warn_unused_result))
#define BM_PRINTF(fmt, va) __attribute__((format(printf, fmt, va)))
#else
#define BM_CHECKED
#define BM_PRINTF(fmt, va)
#endif

/* A short lower-case English name ("out of memory"); never NULL, static. */
const char *bm_status_name(bm_status status);

#ifdef __cplusplus
}
#endif
#endif
