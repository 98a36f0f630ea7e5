/* bounded SECONDS MEGABYTES COMMAND...: runs COMMAND and exits as it does; 124 if it takes longer, 125 if it held more
 * memory, 126 if it cannot be started, 128 + N if signal N ended it. SECONDS is a guard against hanging, no measurement. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t late;

static void on_alarm(int number)
{
    (void)number;
    late = 1;
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct rusage used;
    int status;

    if (argc < 4) {
        fputs("usage: bounded SECONDS MEGABYTES COMMAND...\n", stderr);
        return 2;
    }
    pid_t child = fork();
    if (child < 0) return 126;
    if (child == 0) {
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        _exit(126);
    }
    sigaction(SIGALRM, &action, NULL);
    alarm((unsigned)atoi(argv[1]));
    while (wait4(child, &status, 0, &used) < 0) {
        if (errno != EINTR) return 126;
        if (late) kill(child, SIGKILL);
    }
    if (late) {
        fprintf(stderr, "bounded: it ran longer than %s s\n", argv[1]);
        return 124;
    }
    if (used.ru_maxrss / 1024 > atol(argv[2])) {
        fprintf(stderr, "bounded: it held %ld MB, more than %s\n", used.ru_maxrss / 1024, argv[2]);
        return 125;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
