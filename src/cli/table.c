#include "cli/commands.h"

/* In the order of --help. */
static const struct cli_command *const commands[] = {
    &cmd_map,
    &cmd_build,
    &cmd_init,
    &cmd_check,
    &cmd_geocode,
    &cmd_tag,
    &cmd_stats,
    &cmd_merge,
    &cmd_gazetteer_build,
    &cmd_gazetteer_info,
    &cmd_gazetteer_find,
    &cmd_gazetteer_list,
    &cmd_borders_build,
    &cmd_borders_info,
    &cmd_borders_crosswalk,
    &cmd_grid,
};

const struct cli_command *const *cli_commands(size_t *n)
{
    *n = sizeof commands / sizeof commands[0];
    return commands;
}
