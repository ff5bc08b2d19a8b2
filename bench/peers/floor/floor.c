// What this machine allows a sender at the servers' own load: VIEWERS x 7 packets of 1200 bytes 30 times a second, each encrypted with
// AES-128-GCM for its viewer, into sockets that another process drains on the other core. No ICE, RTCP, queues or HTTP.
//   floor sendto|gso VIEWERS SECONDS SEND-CORE DRAIN-CORE
// Prints CPU-ns of the sender, packets that arrived, bytes that arrived.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <openssl/evp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PACKETS = 7, DATAGRAM = 1200, HEADER = 20, TAG = 16, RATE = 30, MOST = 256 };

static void die(const char *what) { perror(what); exit(1); }

static void pin(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (sched_setaffinity(0, sizeof set, &set)) die("sched_setaffinity");
}

static long long now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static volatile sig_atomic_t stopped;
static void stop(int signal) { (void)signal; stopped = 1; }

// Never UDP_GRO: each datagram is read by itself, as a viewer does.
static void drain(struct pollfd *sockets, int count, int report) {
    long long got[2] = {0, 0};
    char buffer[2048];
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    while (!stopped) {
        if (poll(sockets, count, 100) <= 0) continue;
        for (int i = 0; i < count; i++) {
            ssize_t n;
            while (sockets[i].revents && (n = recv(sockets[i].fd, buffer, sizeof buffer, MSG_DONTWAIT)) > 0) got[0]++, got[1] += n;
        }
    }
    if (write(report, got, sizeof got) != sizeof got) die("write");
    exit(0);
}

int main(int argc, char **argv) {
    if (argc != 6) return 64;
    int gso = !strcmp(argv[1], "gso"), viewers = atoi(argv[2]), seconds = atoi(argv[3]);
    if (viewers < 1 || viewers > MOST) return 64;
    static struct pollfd sockets[MOST];
    static struct sockaddr_in to[MOST];
    static EVP_CIPHER_CTX *ciphers[MOST];
    static unsigned char slab[MOST][PACKETS * DATAGRAM], plain[DATAGRAM], key[16];
    for (int i = 0; i < viewers; i++) {
        socklen_t length = sizeof to[i];
        int deep = 1 << 20;
        sockets[i].fd = socket(AF_INET, SOCK_DGRAM, 0);
        sockets[i].events = POLLIN;
        setsockopt(sockets[i].fd, SOL_SOCKET, SO_RCVBUF, &deep, sizeof deep);
        to[i].sin_family = AF_INET;
        to[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (bind(sockets[i].fd, (struct sockaddr *)&to[i], sizeof to[i]) || getsockname(sockets[i].fd, (struct sockaddr *)&to[i], &length)) die("bind");
        key[0] = (unsigned char)i;
        ciphers[i] = EVP_CIPHER_CTX_new();
        if (!EVP_EncryptInit_ex(ciphers[i], EVP_aes_128_gcm(), NULL, key, NULL)) return 1;
    }
    int report[2];
    if (pipe(report)) die("pipe");
    pid_t child = fork();
    if (child == 0) {
        pin(atoi(argv[5]));
        drain(sockets, viewers, report[1]);
    }
    pin(atoi(argv[4]));
    for (int i = 0; i < viewers; i++) close(sockets[i].fd);
    int sender = socket(AF_INET, SOCK_DGRAM, 0);

    static struct mmsghdr messages[MOST];
    static struct iovec parts[MOST];
    static char control[MOST][CMSG_SPACE(sizeof(uint16_t))];
    for (int i = 0; i < viewers; i++) {
        parts[i] = (struct iovec){slab[i], sizeof slab[i]};
        messages[i].msg_hdr = (struct msghdr){.msg_name = &to[i], .msg_namelen = sizeof to[i], .msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = control[i], .msg_controllen = sizeof control[i]};
        struct cmsghdr *header = CMSG_FIRSTHDR(&messages[i].msg_hdr);
        *header = (struct cmsghdr){.cmsg_level = SOL_UDP, .cmsg_type = UDP_SEGMENT, .cmsg_len = CMSG_LEN(sizeof(uint16_t))};
        *(uint16_t *)CMSG_DATA(header) = DATAGRAM;
    }

    unsigned char nonce[12] = {0};
    long long start = now(CLOCK_MONOTONIC), before = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int frame = 0; frame < seconds * RATE; frame++) {
        long long due = start + frame * 1000000000LL / RATE;
        struct timespec at = {due / 1000000000, due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
        for (int i = 0; i < viewers; i++)
            for (int p = 0; p < PACKETS; p++) {
                unsigned char *out = slab[i] + p * DATAGRAM;
                int length;
                memcpy(nonce, &(int[]){frame * PACKETS + p}, 4);
                memcpy(out, plain, HEADER);
                EVP_EncryptInit_ex(ciphers[i], NULL, NULL, NULL, nonce);
                EVP_EncryptUpdate(ciphers[i], NULL, &length, out, HEADER);
                EVP_EncryptUpdate(ciphers[i], out + HEADER, &length, plain + HEADER, DATAGRAM - HEADER - TAG);
                EVP_EncryptFinal_ex(ciphers[i], out + DATAGRAM - TAG, &length);
                EVP_CIPHER_CTX_ctrl(ciphers[i], EVP_CTRL_GCM_GET_TAG, TAG, out + DATAGRAM - TAG);
                if (!gso && sendto(sender, out, DATAGRAM, 0, (struct sockaddr *)&to[i], sizeof to[i]) < 0) die("sendto");
            }
        if (gso)
            for (int sent = 0; sent < viewers;) {
                int n = sendmmsg(sender, messages + sent, viewers - sent, 0);
                if (n < 0) die("sendmmsg");
                sent += n;
            }
    }
    long long cpu = now(CLOCK_PROCESS_CPUTIME_ID) - before, got[2];
    usleep(200000);
    kill(child, SIGTERM);
    if (read(report[0], got, sizeof got) != sizeof got) die("read");
    waitpid(child, NULL, 0);
    printf("%lld %lld %lld\n", cpu, got[0], got[1]);
    return 0;
}
