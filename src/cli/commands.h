/* The commands and what they share. */
#ifndef BM_CLI_COMMANDS_H
#define BM_CLI_COMMANDS_H

#include "base/buf.h"
#include "cli/args.h"

extern const struct cli_command cmd_map, cmd_build, cmd_init, cmd_check, cmd_geocode, cmd_tag, cmd_stats, cmd_merge, cmd_gazetteer_build,
    cmd_gazetteer_info, cmd_gazetteer_find, cmd_gazetteer_list, cmd_borders_build, cmd_borders_info,
    cmd_borders_crosswalk, cmd_grid;

#define OPT_ROWS (OPT_INPUT | OPT_RUN)

/* A bm_job and the storage it borrows. */
struct cli_job {
    bm_job job;
    bm_field_choice choices[CLI_MAX_LIST];
    const struct cli_args *args;
    uint64_t issues_shown;
    uint64_t rows_drawn; /* of the progress line */
    bool drew_progress;
    bm_buf *issue_text; /* check: collects issues here instead of showing some */
    bm_buf *source_text;
    bm_buf unused_text; /* names of columns that feed no field, comma-separated */
};
/* Turns options into a job; false after a message. End with cli_free_job. */
bool cli_make_job(bm_ctx *ctx, const struct cli_args *args, struct cli_job *out);
/* The same from a job that is ready, with this command line's threads and messages. args is borrowed. */
void cli_borrow_job(bm_ctx *ctx, const struct cli_args *args, const bm_job *job, struct cli_job *out);
void cli_free_job(struct cli_job *job);
/* Bits of bm_output that --outputs names, or the default; false after a message. */
bool cli_chosen_outputs(const struct cli_args *args, unsigned *out);
/* What --segment-by says; false after a message. */
bool cli_set_segment_by(const struct cli_args *args, bm_job *job);
/* Remembers the source's unused columns for the summary. */
void cli_note_unused(struct cli_job *job, const bm_source *source);
/* Clears the progress line. */
void cli_end_progress(struct cli_job *job);
/* The summary of a run on standard error; dir NULL: nothing was written to a folder. */
void cli_summary(const struct cli_job *job, const bm_report *report, const char *dir);
/* EXIT_DONE, or EXIT_NOT_ALL when --strict was given and rows were not placed. */
int cli_exit_code(const struct cli_args *args, const bm_report *report);
/* Border file `path` (NULL: the built-in one) and, beside a user's file, the built-in one whose segments it
 * takes over. End with cli_close_borders whatever happens. */
struct cli_borders {
    bm_border *border, *reference;
};
BM_CHECKED bm_status cli_open_borders(bm_ctx *ctx, const char *path, struct cli_borders *out);
/* The borders of --borders, with --view applied. */
BM_CHECKED bm_status cli_open_view(bm_ctx *ctx, const struct cli_args *args, struct cli_borders *out);
void cli_close_borders(struct cli_borders *borders);
/* --version: the version, the commit, the libraries. Returns the exit code. */
int cli_version(void);
/* Writes text to standard output; a full disk is a failure. */
int cli_print(bm_ctx *ctx, bm_buf *text);
/* Shows issues (of building data) on standard error, the first few whole, the rest as a count. */
void cli_show_issues(const bm_issue_list *issues, bool quiet);

#endif
