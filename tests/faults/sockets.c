/* Preloaded into a program (LD_PRELOAD): every call that could reach another machine is written to the file that
 * SOCKETS_LOG names, and fails. A socket within the machine (AF_UNIX: the name service of the C library) is let through. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))(intptr_t)dlsym(RTLD_NEXT, #name)

static void say(const char *call, const char *what)
{
    const char *path = getenv("SOCKETS_LOG");
    char text[256];
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
    int n = snprintf(text, sizeof text, "%s %s\n", call, what);
    if (fd < 0) return;
    (void)!write(fd, text, (size_t)n);
    close(fd);
}

int socket(int domain, int type, int protocol)
{
    REAL(socket);
    if (domain == AF_UNIX) return real(domain, type, protocol);
    say("socket", domain == AF_INET ? "AF_INET" : domain == AF_INET6 ? "AF_INET6" : "of another kind");
    errno = EACCES;
    return -1;
}

int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t length)
{
    REAL(connect);
    if (address.__sockaddr__->sa_family == AF_UNIX) return real(fd, address, length);
    say("connect", "");
    errno = EACCES;
    return -1;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
    (void)service, (void)hints;
    *out = NULL;
    say("getaddrinfo", node ? node : "");
    return EAI_FAIL;
}

struct hostent *gethostbyname(const char *name)
{
    say("gethostbyname", name);
    return NULL;
}
