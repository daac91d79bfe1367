/* wsfan - load harness for WebSocket fan-out servers. One thread, epoll, no dependencies.
 * README.md beside it says what is measured and how; `wsfan --help` lists the options.
 *
 * Phases: connect all clients -> subscribe/confirm -> settle -> (idle hold) ->
 *         warm-up (closed loop) -> measured phase (closed loop or fixed rate) -> drain -> one JSON line.
 * With --resume the measured phase begins before the first connect and ends when every client has all N updates.
 */
#define _GNU_SOURCE
#include "wsproto.h"
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define DEFAULT_PAYLOAD \
  "{\"type\":\"training_update\",\"train_id\":\"job_{ch}\",\"seq\":{seq},\"t0\":{t0},\"data\":{\"job_id\":\"job_{ch}\"," \
  "\"status\":\"running\",\"progress\":45.5,\"current_epoch\":2,\"total_epochs\":3,\"current_step\":500," \
  "\"total_steps\":1000,\"loss\":0.234,\"eval_loss\":0.189,\"samples_per_second\":3.2," \
  "\"gpu_memory_allocated_gb\":18.5,\"eta_seconds\":1200,\"timestamp\":\"2026-11-06T12:30:00Z\",\"complete\":false}}"

enum proto { P_RAW, P_EIO, P_NATS, P_MQTT };
enum pubkind { PUB_NONE, PUB_HTTP, PUB_WS, PUB_NATS, PUB_MQTT };
enum cstate { C_CONNECTING, C_HANDSHAKE, C_SETUP, C_READY, C_CLOSED };

/* ---------- options ---------- */
static int o_port, o_clients = 1000, o_channels = 1, o_conc = 64, o_confirm = 0, o_stall = 0;
static const char *o_path = "/", *o_send[8], *o_hdr[8], *o_phdr[8], *o_confirm_key;
static int n_send, n_hdr, n_phdr;
static enum proto o_proto = P_RAW;
static enum pubkind o_pub = PUB_HTTP;
static int o_pubport, o_pubconns = 4;
static const char *o_pubpath = "/publish/job_{ch}", *o_pubsend[8], *o_subject = "job_{ch}", *o_payload = DEFAULT_PAYLOAD;
static int n_pubsend;
static const char *o_seqkey = "\"seq\"", *o_t0key = "\"t0\"", *o_routekey = "\"train_id\"", *o_routeprefix = "job_";
static double o_rate = 0, o_duration = 5, o_idle = -1, o_settle = 0.5, o_drain = 3;
static int o_window = 8, o_warmup = 100, o_batch = 1;
static uint64_t o_resume;
static const char *o_acceptedkey;
static bool o_spin, o_verbose, o_all, o_runs;
static int o_pids[16], n_pids;
static const char *o_label = "";

/* ---------- connections ---------- */
typedef struct {
  uint64_t *seen; /* bitmap of received seqs */
  size_t seen_words;
  int64_t last_seq;
} track; /* what a client has received of one channel */

typedef struct {
  int tag; /* 0 = client, 1 = publisher */
  int fd, ch, idx;
  enum cstate st;
  int confirms, eio_step;
  bool stalled;
  bytes left;   /* bytes of an incomplete frame (or of the HTTP response while in handshake) */
  bytes stream; /* protocol bytes inside the frames (NATS, MQTT), fragments of a fragmented message */
  track *tracks;  /* one, or with --all-channels one per channel */
  uint64_t got;   /* updates received, --resume only */
  int *runs, n_runs; /* --runs: which channel of ours a number of the server stands for, plus 1 */
  char accept[29];
} conn;

typedef struct {
  int tag;
  int fd, inflight;
  uint64_t due; /* when its request should have been sent */
  bytes out, in;
} pub;

static conn *C;
static pub *P;
static int ep, n_ready, n_open, n_closed, n_started;
static uint8_t RB[1 << 20];

/* ---------- counters ---------- */
static uint64_t published_total, *sent_by_ch, *phase_base; /* per channel: next seq, first seq of phase */
static int *live_subs;                                                     /* per channel: subscribers that read */
static uint64_t expected, received, dups, outoforder, misrouted, unparsed, frames, otherframes, rxbytes, pings, http_bad;
static bool measuring;
static uint64_t phase_received, phase_expected, phase_published, phase_start, t_last_delivery, publag_max, acked, requests;

/* log-linear histogram: 64 sub-buckets per power of two (<= 1.6 % error) */
typedef struct { uint64_t count[64 * 64], n, max, sum, min; } hist;
static hist latency = {.min = UINT64_MAX}, ack = {.min = UINT64_MAX}; /* publisher to viewer; request to answer */
static int hb(uint64_t v) { if (v < 64) return (int)v; int e = 63 - __builtin_clzll(v); return (e - 5) * 64 + (int)((v >> (e - 6)) & 63); }
static uint64_t hv(int b) { if (b < 64) return b; int e = b / 64 + 5; return (1ull << e) + ((uint64_t)(b % 64) << (e - 6)); }
static void hist_add(hist *h, uint64_t v) { h->count[hb(v)]++; h->n++; h->sum += v; if (v > h->max) h->max = v; if (v < h->min) h->min = v; }
static double hist_q(const hist *h, double q) {
  uint64_t want = (uint64_t)(q * h->n), acc = 0;
  if (want >= h->n) want = h->n ? h->n - 1 : 0;
  for (int i = 0; i < 64 * 64; i++) { acc += h->count[i]; if (acc > want) return hv(i) / 1e6; }
  return h->max / 1e6;
}
static void hist_print(const char *name, const hist *h) {
  printf("\"%s\":{\"n\":%llu,\"min\":%.3f,\"mean\":%.3f,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f},", name,
         (unsigned long long)h->n, h->n ? h->min / 1e6 : 0, h->n ? h->sum / 1e6 / h->n : 0, hist_q(h, .5), hist_q(h, .9), hist_q(h, .99), hist_q(h, .999), h->max / 1e6);
}

static uint64_t now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }

/* ---------- /proc: CPU, RSS of the server's process tree ---------- */
typedef struct { double user, sys; long rss_kb, pss_kb; int procs; } usage;
static void proc_tree(int pid, int *list, int *n) {
  if (*n >= 256) return;
  list[(*n)++] = pid;
  char path[96]; snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *d = opendir(path); if (!d) return;
  for (struct dirent *e; (e = readdir(d));) {
    if (!isdigit((unsigned char)e->d_name[0])) continue;
    char cp[400]; snprintf(cp, sizeof cp, "/proc/%d/task/%s/children", pid, e->d_name);
    FILE *f = fopen(cp, "r"); if (!f) continue;
    for (int k; fscanf(f, "%d", &k) == 1;) proc_tree(k, list, n);
    fclose(f);
  }
  closedir(d);
}
static usage server_usage(bool mem) {
  usage u = {0}; int list[256], n = 0;
  for (int i = 0; i < n_pids; i++) proc_tree(o_pids[i], list, &n);
  double tck = sysconf(_SC_CLK_TCK);
  for (int i = 0; i < n; i++) {
    char path[64], buf[1024]; snprintf(path, sizeof path, "/proc/%d/stat", list[i]);
    FILE *f = fopen(path, "r"); if (!f) continue;
    size_t k = fread(buf, 1, sizeof buf - 1, f); buf[k] = 0; fclose(f);
    char *p = strrchr(buf, ')'); unsigned long ut, st; long rss;
    if (p && sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %*u %*u %ld", &ut, &st, &rss) == 3) {
      u.user += ut / tck; u.sys += st / tck; u.rss_kb += rss * (sysconf(_SC_PAGESIZE) / 1024); u.procs++;
    }
    if (!mem) continue;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", list[i]);
    if ((f = fopen(path, "r"))) {
      while (fgets(buf, sizeof buf, f)) { long kb; if (sscanf(buf, "Pss: %ld", &kb) == 1) u.pss_kb += kb; }
      fclose(f);
    }
  }
  return u;
}
/* CPU ns of the server tree from schedstat (finer than stat's 10 ms ticks): for the slices */
static uint64_t server_cpu_ns(const int *list, int n) {
  uint64_t sum = 0;
  for (int i = 0; i < n; i++) {
    char path[400]; snprintf(path, sizeof path, "/proc/%d/task", list[i]);
    DIR *d = opendir(path); if (!d) continue;
    for (struct dirent *e; (e = readdir(d));) {
      if (!isdigit((unsigned char)e->d_name[0])) continue;
      snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", list[i], e->d_name);
      FILE *f = fopen(path, "r"); unsigned long long v; if (!f) continue;
      if (fscanf(f, "%llu", &v) == 1) sum += v;
      fclose(f);
    }
    closedir(d);
  }
  return sum;
}
/* whole machine: busy and steal seconds, to judge noise */
static void machine(double *busy, double *steal) {
  FILE *f = fopen("/proc/stat", "r"); unsigned long long v[8] = {0};
  if (f && fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7) != 8) v[0] = 0;
  if (f) fclose(f);
  double tck = sysconf(_SC_CLK_TCK);
  *busy = (v[0] + v[1] + v[2] + v[5] + v[6]) / tck; *steal = v[7] / tck;
}
static double self_cpu(void) { struct rusage r; getrusage(RUSAGE_SELF, &r); return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6; }

/* ---------- templates: {ch} {seq} {t0} {idx} ---------- */
static size_t expand(char *o, size_t cap, const char *t, int ch, uint64_t seq, uint64_t t0, int idx) {
  size_t n = 0;
  while (*t && n + 24 < cap) {
    if (*t == '{') {
      if (!strncmp(t, "{ch}", 4)) { n += sprintf(o + n, "%d", ch); t += 4; continue; }
      if (!strncmp(t, "{seq}", 5)) { n += sprintf(o + n, "%llu", (unsigned long long)seq); t += 5; continue; }
      if (!strncmp(t, "{t0}", 4)) { n += sprintf(o + n, "%llu", (unsigned long long)t0); t += 4; continue; }
      if (!strncmp(t, "{idx}", 5)) { n += sprintf(o + n, "%d", idx); t += 5; continue; }
    }
    o[n++] = *t++;
  }
  o[n] = 0;
  return n;
}

/* ---------- client side ---------- */
static void count_subscriber(const conn *c, int by) {
  if (!o_all) live_subs[c->ch] += by;
  else for (int i = 0; i < o_channels; i++) live_subs[i] += by;
}
static void client_closed(conn *c, const char *why) {
  if (c->st == C_CLOSED) return;
  if (o_verbose || c->st != C_READY) fprintf(stderr, "client %d closed: %s\n", c->idx, why);
  if (c->st == C_READY) { n_ready--; if (!c->stalled) count_subscriber(c, -1); }
  c->st = C_CLOSED; close(c->fd); n_closed++;
}
static void client_write(conn *c, const void *d, size_t n) {
  ssize_t k = send(c->fd, d, n, MSG_NOSIGNAL);
  if (k != (ssize_t)n) client_closed(c, "short client write");
}
static void client_frame(conn *c, int opcode, const void *d, size_t n) {
  uint8_t buf[8192], mask[4]; uint32_t m = (uint32_t)rand(); memcpy(mask, &m, 4);
  if (n > 8000) die("client frame too long");
  size_t h = ws_header(buf, opcode, n, mask);
  for (size_t i = 0; i < n; i++) buf[h + i] = ((const uint8_t *)d)[i] ^ mask[i & 3];
  client_write(c, buf, h + n);
}
static void client_ready(conn *c) {
  if (c->st == C_READY) return;
  c->st = C_READY; n_ready++; if (!c->stalled) count_subscriber(c, 1);
}
static void client_subscribe(conn *c) { /* raw and eio: the --send messages */
  char m[4096];
  for (int ch = o_all ? 0 : c->ch; ch <= (o_all ? o_channels - 1 : c->ch) && c->st != C_CLOSED; ch++)
    for (int i = 0; i < n_send; i++) { size_t n = expand(m, sizeof m, o_send[i], ch, 0, now_ns(), c->idx); client_frame(c, 1, m, n); }
  if (!o_confirm) client_ready(c);
}
static size_t mqtt_str(uint8_t *o, const char *s) { size_t n = strlen(s); o[0] = n >> 8; o[1] = n & 255; memcpy(o + 2, s, n); return n + 2; }
static size_t mqtt_connect(uint8_t *o, const char *id) {
  uint8_t v[128]; size_t n = mqtt_str(v, "MQTT"); v[n++] = 4; v[n++] = 2; v[n++] = 0; v[n++] = 0; n += mqtt_str(v + n, id);
  o[0] = 0x10; o[1] = (uint8_t)n; memcpy(o + 2, v, n); return n + 2;
}
static void client_upgraded(conn *c) {
  char s[256], m[1024];
  c->st = C_SETUP;
  expand(s, sizeof s, o_subject, c->ch, 0, 0, c->idx);
  if (o_proto == P_RAW) client_subscribe(c);
  else if (o_proto == P_NATS) {
    int n = snprintf(m, sizeof m, "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\",\"version\":\"1\",\"protocol\":1}\r\nSUB %s 1\r\nPING\r\n", s);
    client_frame(c, 2, m, n);
  } else if (o_proto == P_MQTT) {
    uint8_t b[256]; snprintf(m, sizeof m, "wsfan-%d-%d", getpid(), c->idx);
    client_frame(c, 2, b, mqtt_connect(b, m));
  }
}

/* count every update found in the text: i-th seq goes with the i-th t0 (and i-th route) */
static const char *find_key(const char *p, const char *e, const char *key, size_t kl) {
  const char *q = memmem(p, e - p, key, kl);
  if (!q) return NULL;
  q += kl;
  while (q < e && (*q == ' ' || *q == ':')) q++;
  return q < e ? q : NULL;
}
static uint64_t num(const char *p, const char *e) { uint64_t v = 0; while (p < e && *p >= '0' && *p <= '9') v = v * 10 + (*p++ - '0'); return v; }
static size_t kl_seq, kl_t0, kl_route, kl_rp;
static void count_updates(conn *c, const char *p, size_t n, uint64_t now, int run) { /* run: the channel where no id names it, or -1 */
  const char *e = p + n, *ps = p, *pt = p, *pr = p; int found = 0;
  while ((ps = find_key(ps, e, o_seqkey, kl_seq))) {
    uint64_t seq = num(ps, e); int ch = run >= 0 ? run : c->ch; found++;
    if (run >= 0) { if (!o_all && run != c->ch) { misrouted++; continue; } }
    else if (kl_route) {
      uint64_t route = UINT64_MAX;
      if ((pr = find_key(pr, e, o_routekey, kl_route))) { if (*pr == '"') pr++; if ((size_t)(e - pr) >= kl_rp && !memcmp(pr, o_routeprefix, kl_rp)) route = num(pr + kl_rp, e); }
      else pr = e;
      if (o_all && route < (uint64_t)o_channels) ch = (int)route;
      if (route != (uint64_t)ch) { misrouted++; if (o_all) continue; }
    }
    if (!o_resume) {
      if ((pt = find_key(pt, e, o_t0key, kl_t0))) { uint64_t t0 = num(pt, e); if (measuring && seq >= phase_base[ch]) { if (t0 && t0 <= now) hist_add(&latency, now - t0); else unparsed++; } }
      else { unparsed++; pt = e; }
    }
    if (seq >= sent_by_ch[ch]) { unparsed++; continue; }
    track *k = c->tracks + (o_all ? ch : 0);
    if (seq / 64 >= k->seen_words) {
      size_t w = (seq / 64 + 1) * 2; k->seen = realloc(k->seen, w * 8); if (!k->seen) die("realloc");
      memset(k->seen + k->seen_words, 0, (w - k->seen_words) * 8); k->seen_words = w;
    }
    uint64_t bit = 1ull << (seq & 63);
    if (k->seen[seq / 64] & bit) { dups++; continue; }
    k->seen[seq / 64] |= bit;
    if ((int64_t)seq < k->last_seq) outoforder++; else k->last_seq = seq;
    received++; t_last_delivery = now;
    if (measuring && seq >= phase_base[ch]) phase_received++;
    if (o_resume && ++c->got == o_resume * (o_all ? o_channels : 1)) hist_add(&latency, now - phase_start);
  }
  if (!found) otherframes++;
}
static void stream_nats(conn *c, uint64_t now) {
  bytes *b = &c->stream;
  while (b->off < b->n) {
    uint8_t *p = b->p + b->off, *nl = memchr(p, '\n', b->n - b->off);
    if (!nl) break;
    size_t line = nl - p + 1;
    if (!memcmp(p, "MSG ", 4)) {
      uint8_t *q = nl; while (q > p && q[-1] != ' ') q--;
      size_t len = num((char *)q, (char *)nl);
      if (b->n - b->off < line + len + 2) break;
      count_updates(c, (char *)nl + 1, len, now, -1);
      b->off += line + len + 2;
    } else {
      if (!memcmp(p, "PING", 4)) client_frame(c, 2, "PONG\r\n", 6), pings++;
      else if (!memcmp(p, "PONG", 4)) client_ready(c);
      else if (!memcmp(p, "-ERR", 4)) fprintf(stderr, "nats: %.*s", (int)line, p);
      b->off += line;
    }
    if (c->st == C_CLOSED) return;
  }
  if (b->off == b->n) b->off = b->n = 0;
  else if (b->off > 65536) { memmove(b->p, b->p + b->off, b->n - b->off); b->n -= b->off; b->off = 0; }
}
static void stream_mqtt(conn *c, uint64_t now) {
  bytes *b = &c->stream;
  for (;;) {
    size_t have = b->n - b->off, h = 1, len = 0; int sh = 0; uint8_t *p = b->p + b->off;
    for (;; sh += 7) { if (h >= have) goto out; uint8_t v = p[h++]; len |= (size_t)(v & 127) << sh; if (!(v & 128)) break; }
    if (have < h + len) break;
    int type = p[0] >> 4;
    if (type == 3) { size_t tl = p[h] << 8 | p[h + 1]; size_t skip = 2 + tl + ((p[0] & 6) ? 2 : 0); count_updates(c, (char *)p + h + skip, len - skip, now, -1); }
    else if (type == 2) { /* CONNACK -> SUBSCRIBE */
      char s[128]; uint8_t v[160]; expand(s, sizeof s, o_subject, c->ch, 0, 0, c->idx);
      v[0] = 0x82; v[2] = 0; v[3] = 1; size_t n = mqtt_str(v + 4, s); v[4 + n] = 0; v[1] = (uint8_t)(n + 3); client_frame(c, 2, v, n + 5);
    } else if (type == 9) client_ready(c);
    b->off += h + len;
  }
out:
  if (b->off == b->n) b->off = b->n = 0;
  else if (b->off > 65536) { memmove(b->p, b->p + b->off, b->n - b->off); b->n -= b->off; b->off = 0; }
}
/* --runs: a frame is an array of messages and of runs [number,seq,{update},...]; a confirmation names the number */
static const char *entry_end(const char *p, const char *e) {
  int depth = 0;
  for (bool text = false; p < e; p++) {
    if (text) { if (*p == '\\') p++; else if (*p == '"') text = false; }
    else if (*p == '"') text = true;
    else if (*p == '{' || *p == '[') depth++;
    else if (*p == '}' || *p == ']') { if (!--depth) return p + 1; }
  }
  return NULL;
}
static void on_entry(conn *c, const char *p, const char *e, uint64_t now) {
  if (*p == '[') {
    uint64_t number = num(p + 1, e); int run = number < (uint64_t)c->n_runs ? c->runs[number] - 1 : -1;
    const char *comma = memchr(p, ',', e - p), *at = comma ? memchr(comma + 1, ',', e - comma - 1) : NULL;
    uint64_t before = received + dups + unparsed + misrouted;
    if (run < 0 || !at) { misrouted++; return; }
    count_updates(c, at, e - at, now, run);
    uint64_t entries = 0; /* each update of the run must have been counted as something */
    for (const char *u = at + 1; u < e && *u == '{';) { const char *q = entry_end(u, e); if (!q) break; entries++; u = q + 1; }
    if (received + dups + unparsed + misrouted - before < entries) unparsed += entries;
    return;
  }
  const char *number = o_confirm_key && memmem(p, e - p, o_confirm_key, strlen(o_confirm_key)) ? find_key(p, e, "\"channel\"", 9) : NULL;
  if (!number) { if (c->st == C_READY) count_updates(c, p, e - p, now, -1); else otherframes++; return; }
  const char *route = find_key(p, e, o_routekey, kl_route); uint64_t n = num(number, e), ch = c->ch;
  if (route && *route == '"' && (size_t)(e - route) > kl_rp + 1 && !memcmp(route + 1, o_routeprefix, kl_rp)) ch = num(route + 1 + kl_rp, e);
  if (ch >= (uint64_t)o_channels || n > 1000000) { misrouted++; return; }
  if ((int)n >= c->n_runs) { int w = ((int)n + 1) * 2; c->runs = realloc(c->runs, w * sizeof(int)); if (!c->runs) die("realloc"); memset(c->runs + c->n_runs, 0, (w - c->n_runs) * sizeof(int)); c->n_runs = w; }
  c->runs[n] = (int)ch + 1;
  if (c->st == C_SETUP && ++c->confirms >= o_confirm) client_ready(c);
}
static void on_message(conn *c, const char *p, size_t n, uint64_t now) {
  frames++;
  if (o_runs) {
    const char *e = p + n;
    if (n < 2 || p[0] != '[' || e[-1] != ']') { client_closed(c, "not an array"); return; }
    for (p++; p < e - 1 && c->st != C_CLOSED;) {
      const char *q = entry_end(p, e - 1);
      if (!q || (*p != '{' && *p != '[')) { client_closed(c, "not an entry"); return; }
      on_entry(c, p, q, now);
      p = q + 1;
    }
    return;
  }
  if (o_proto == P_NATS) { bytes_add(&c->stream, p, n); stream_nats(c, now); return; }
  if (o_proto == P_MQTT) { bytes_add(&c->stream, p, n); stream_mqtt(c, now); return; }
  if (o_proto == P_EIO) {
    if (n == 1 && p[0] == '2') { client_frame(c, 1, "3", 1); pings++; return; }
    if (n && p[0] == '0') { client_frame(c, 1, "40", 2); return; }
    if (n >= 2 && p[0] == '4' && p[1] == '0') { client_subscribe(c); return; }
  }
  if (c->st == C_SETUP && (!o_confirm_key || memmem(p, n, o_confirm_key, strlen(o_confirm_key)))) {
    otherframes++; if (++c->confirms >= o_confirm) client_ready(c);
    return;
  }
  count_updates(c, p, n, now, -1);
}
static void on_frame(conn *c, int b0, uint8_t *p, size_t n, uint64_t now) {
  int op = b0 & 15;
  if (b0 & 0x70) { client_closed(c, "RSV bits set without an extension"); return; }
  if (op == 9) { pings++; client_frame(c, 10, p, n); return; }
  if (op == 10) return;
  if (op == 8) { char w[64]; snprintf(w, sizeof w, "close frame, code %d", n >= 2 ? p[0] << 8 | p[1] : 0); client_closed(c, w); return; }
  if (op > 2) { client_closed(c, "unknown opcode"); return; }
  if (op == 0 || !(b0 & 0x80)) { /* fragmented message: collect (raw/eio only) */
    bytes_add(&c->stream, p, n);
    if (b0 & 0x80) { on_message(c, (char *)c->stream.p, c->stream.n, now); c->stream.n = c->stream.off = 0; }
    return;
  }
  on_message(c, (char *)p, n, now);
}
static void client_handshake_sent(conn *c) {
  char key[25], path[1024], req[4096]; uint8_t r[16];
  for (int i = 0; i < 16; i++) r[i] = (uint8_t)(rand() >> 7);
  base64(r, 16, key); ws_accept(key, c->accept);
  expand(path, sizeof path, o_path, c->ch, 0, 0, c->idx);
  int n = snprintf(req, sizeof req, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n", path, o_port, key);
  for (int i = 0; i < n_hdr; i++) { n += expand(req + n, sizeof req - n - 4, o_hdr[i], c->ch, 0, 0, c->idx); n += sprintf(req + n, "\r\n"); }
  n += sprintf(req + n, "\r\n");
  client_write(c, req, n);
  if (c->st != C_CLOSED) c->st = C_HANDSHAKE;
}
static void client_readable(conn *c) {
  size_t have = c->left.n - c->left.off;
  if (have) memcpy(RB, c->left.p + c->left.off, have);
  c->left.n = c->left.off = 0;
  ssize_t k = recv(c->fd, RB + have, sizeof RB - have, 0);
  if (k <= 0) { if (k < 0 && errno == EAGAIN) { bytes_add(&c->left, RB, have); return; } client_closed(c, k ? strerror(errno) : "EOF"); return; }
  rxbytes += k;
  size_t n = have + k, o = 0;
  uint64_t now = now_ns();
  if (c->st == C_HANDSHAKE) {
    uint8_t *e = memmem(RB, n, "\r\n\r\n", 4);
    if (!e) { bytes_add(&c->left, RB, n); return; }
    o = e - RB + 4; *e = 0;
    char *a = strcasestr((char *)RB, "sec-websocket-accept:");
    if (a) { a += 21; while (*a == ' ') a++; }
    if (strncmp((char *)RB, "HTTP/1.1 101", 12) || !a || strncmp(a, c->accept, 28)) { char w[96]; snprintf(w, sizeof w, "bad handshake: %.70s", RB); client_closed(c, w); return; }
    n_open++;
    client_upgraded(c);
  }
  while (n - o >= 2 && c->st != C_CLOSED) {
    uint8_t *p = RB + o; uint64_t len = p[1] & 127; size_t h = 2;
    if (p[1] & 0x80) { client_closed(c, "server frame is masked"); return; }
    if (len == 126) { if (n - o < 4) break; len = p[2] << 8 | p[3]; h = 4; }
    else if (len == 127) { if (n - o < 10) break; len = 0; for (int i = 0; i < 8; i++) len = len << 8 | p[2 + i]; h = 10; }
    if (n - o < h + len) { if (h + len > sizeof RB / 2) client_closed(c, "frame too long"); break; }
    on_frame(c, p[0], p + h, len, now);
    o += h + len;
  }
  if (o < n && c->st != C_CLOSED) bytes_add(&c->left, RB + o, n - o);
}
static void client_start(conn *c) {
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("socket");
  int one = 1; setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(o_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(c->fd, (void *)&a, sizeof a) && errno != EINPROGRESS) die("connect");
  struct epoll_event ev = {.events = EPOLLOUT, .data.ptr = c};
  epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
}
static void client_event(conn *c, uint32_t evs) {
  if (c->st == C_CLOSED) return;
  if (c->st == C_CONNECTING) {
    int err = 0; socklen_t l = sizeof err; getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &l);
    if (err) { client_closed(c, strerror(err)); return; }
    client_handshake_sent(c);
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = c};
    if (c->st != C_CLOSED) epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
    return;
  }
  if (evs & (EPOLLIN | EPOLLHUP | EPOLLERR)) client_readable(c);
}

/* ---------- publisher side ---------- */
static int tcp_blocking(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(fd, (void *)&a, sizeof a)) die("publisher connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}
static void read_until(int fd, const char *needle, char *buf, size_t cap) {
  size_t n = 0;
  while (n + 1 < cap) { ssize_t k = read(fd, buf + n, 1); if (k <= 0) die("publisher handshake"); n += k; buf[n] = 0; if (strstr(buf, needle)) return; }
}
static void masked(bytes *o, int opcode, const void *d, size_t n) {
  uint8_t h[14], mask[4]; uint32_t m = (uint32_t)rand(); memcpy(mask, &m, 4);
  bytes_add(o, h, ws_header(h, opcode, n, mask));
  size_t at = o->n; bytes_add(o, d, n);
  for (size_t i = 0; i < n; i++) o->p[at + i] ^= mask[i & 3];
}
static void pub_flush(pub *p) {
  while (p->out.off < p->out.n) {
    ssize_t k = send(p->fd, p->out.p + p->out.off, p->out.n - p->out.off, MSG_NOSIGNAL);
    if (k < 0) { if (errno == EAGAIN) break; die("publisher send"); }
    p->out.off += k;
  }
  bool pending = p->out.off < p->out.n;
  if (!pending) p->out.off = p->out.n = 0;
  struct epoll_event ev = {.events = EPOLLIN | (pending ? EPOLLOUT : 0), .data.ptr = p};
  if (pending || (p->tag & 2)) epoll_ctl(ep, EPOLL_CTL_MOD, p->fd, &ev);
  p->tag = pending ? 3 : 1; /* bit 1: EPOLLOUT armed */
}
static void pub_start(void) {
  if (o_pub == PUB_NONE) return;
  if (o_pub != PUB_HTTP) o_pubconns = 1;
  P = calloc(o_pubconns, sizeof *P);
  for (int i = 0; i < o_pubconns; i++) {
    pub *p = P + i; p->tag = 1; p->fd = tcp_blocking(o_pubport);
    char buf[8192], m[2048]; uint8_t b[256];
    if (o_pub == PUB_WS) {
      char path[512]; expand(path, sizeof path, o_pubpath, 0, 0, 0, 0);
      int n = snprintf(m, sizeof m, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n", path, o_pubport);
      for (int k = 0; k < n_phdr; k++) n += snprintf(m + n, sizeof m - n, "%s\r\n", o_phdr[k]);
      n += snprintf(m + n, sizeof m - n, "\r\n");
      if (write(p->fd, m, n) != n) die("publisher write");
      read_until(p->fd, "\r\n\r\n", buf, sizeof buf);
      if (strncmp(buf, "HTTP/1.1 101", 12)) { fprintf(stderr, "publisher handshake: %s\n", buf); exit(2); }
      for (int k = 0; k < n_pubsend; k++) masked(&p->out, 1, o_pubsend[k], strlen(o_pubsend[k]));
    } else if (o_pub == PUB_NATS) {
      read_until(p->fd, "\r\n", buf, sizeof buf);
      dprintf(p->fd, "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\",\"version\":\"1\",\"protocol\":1}\r\nPING\r\n");
      read_until(p->fd, "PONG\r\n", buf, sizeof buf);
    } else if (o_pub == PUB_MQTT) {
      size_t n = mqtt_connect(b, "wsfan-pub");
      if (write(p->fd, b, n) != (ssize_t)n || read(p->fd, b, 4) != 4) die("mqtt publisher");
    }
    fcntl(p->fd, F_SETFL, fcntl(p->fd, F_GETFL) | O_NONBLOCK);
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = p};
    epoll_ctl(ep, EPOLL_CTL_ADD, p->fd, &ev);
    if (p->out.n) pub_flush(p);
  }
}
static void pub_event(pub *p, uint32_t evs) {
  if (evs & EPOLLOUT) pub_flush(p);
  if (!(evs & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  char buf[65536]; ssize_t k = recv(p->fd, buf, sizeof buf - 1, 0);
  if (k <= 0) { if (k < 0 && errno == EAGAIN) return; fprintf(stderr, "publisher connection closed by server\n"); exit(3); }
  if (o_pub == PUB_NATS) { if (memmem(buf, k, "PING", 4)) { bytes_add(&p->out, "PONG\r\n", 6); pub_flush(p); } if (memmem(buf, k, "-ERR", 4)) fprintf(stderr, "nats: %.*s\n", (int)k, buf); return; }
  if (o_pub == PUB_WS) { /* acks are ignored; answer pings */
    if (((uint8_t)buf[0] & 15) == 9) { masked(&p->out, 10, buf + 2, buf[1] & 127); pub_flush(p); }
    return;
  }
  if (o_pub != PUB_HTTP) return;
  bytes_add(&p->in, buf, k);
  while (p->in.n > p->in.off) { /* one response per turn */
    bytes_add(&p->in, "", 1); p->in.n--; /* terminate */
    char *s = (char *)p->in.p + p->in.off, *e = strstr(s, "\r\n\r\n");
    if (!e) break;
    size_t head = e + 4 - s, body = 0, have = p->in.n - p->in.off;
    *e = 0;
    char *cl = strcasestr(s, "content-length:"), *te = strcasestr(s, "transfer-encoding: chunked");
    *e = '\r';
    if (cl) body = strtoul(cl + 15, NULL, 10);
    else if (te) { char *z = strstr(s + head, "0\r\n\r\n"); if (!z) break; body = z + 5 - (s + head); }
    if (have < head + body) break;
    const char *taken = o_acceptedkey ? find_key(s + head, s + head + body, o_acceptedkey, strlen(o_acceptedkey)) : NULL;
    acked++;
    if (measuring) { uint64_t now = now_ns(); hist_add(&ack, now - p->due); if (!o_clients) t_last_delivery = now; }
    if (s[9] != '2' || (o_acceptedkey && (!taken || num(taken, s + head + body) != (uint64_t)o_batch))) { if (!http_bad++) fprintf(stderr, "publish answered: %.*s\n", (int)(have < 300 ? have : 300), s); }
    p->in.off += head + body; p->inflight--;
  }
  if (p->in.off == p->in.n) p->in.off = p->in.n = 0;
}
static pub *pub_free(void) {
  static int rr;
  for (int i = 0; i < o_pubconns; i++) {
    pub *p = P + (rr + i) % o_pubconns;
    if (o_pub == PUB_HTTP ? p->inflight == 0 : p->out.n - p->out.off < 65536) { rr = (rr + i + 1) % o_pubconns; return p; }
  }
  return NULL;
}
/* o_batch updates of one channel, the first due at t0 and the next `step` ns apart */
static void publish(pub *p, int ch, double t0, double step) {
  enum { LONGEST = 65536 };
  static char *body, path[1024], head[2048];
  if (!body && !(body = malloc((size_t)LONGEST * o_batch))) die("malloc");
  size_t n = 0;
  for (int i = 0; i < o_batch; i++) {
    if (i) body[n++] = '\n';
    n += expand(body + n, LONGEST - 1, o_payload, ch, sent_by_ch[ch] + i, (uint64_t)(t0 + i * step), 0);
  }
  if (o_pub == PUB_HTTP) {
    expand(path, sizeof path, o_pubpath, ch, 0, 0, 0);
    int h = snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/%s\r\nContent-Length: %zu\r\n", path, o_pubport, o_batch > 1 ? "x-ndjson" : "json", n);
    for (int i = 0; i < n_phdr; i++) h += snprintf(head + h, sizeof head - h, "%s\r\n", o_phdr[i]);
    h += snprintf(head + h, sizeof head - h, "\r\n");
    bytes_add(&p->out, head, h); bytes_add(&p->out, body, n); p->inflight++; p->due = (uint64_t)(t0 + (o_batch - 1) * step); requests++;
  } else if (o_pub == PUB_WS) masked(&p->out, 1, body, n);
  else {
    expand(path, sizeof path, o_subject, ch, 0, 0, 0);
    if (o_pub == PUB_NATS) { int h = snprintf(head, sizeof head, "PUB %s %zu\r\n", path, n); bytes_add(&p->out, head, h); bytes_add(&p->out, body, n); bytes_add(&p->out, "\r\n", 2); }
    else { uint8_t v[256]; size_t tl = strlen(path), rem = 2 + tl + n, h = 1; v[0] = 0x30; do { v[h] = rem & 127; rem >>= 7; if (rem) v[h] |= 128; h++; } while (rem); h += mqtt_str(v + h, path); bytes_add(&p->out, v, h); bytes_add(&p->out, body, n); }
  }
  sent_by_ch[ch] += o_batch; published_total += o_batch;
  expected += (uint64_t)live_subs[ch] * o_batch;
  if (measuring) { phase_published += o_batch; phase_expected += (uint64_t)live_subs[ch] * o_batch; }
  pub_flush(p);
}

/* ---------- event loop ---------- */
static double rate_next; /* absolute ns of the next scheduled update, 0 = off */
static double rate_step;
static bool closed_loop; static uint64_t phase_end;
static int next_ch;
static void maybe_publish(void) {
  if (rate_next) {
    for (;;) {
      uint64_t now = now_ns();
      double last = rate_next + rate_step * (o_batch - 1); /* a batch leaves when its last update is due */
      if (last > now || last >= phase_end) return;
      pub *p = pub_free(); if (!p) return;
      if (now - last > publag_max) publag_max = (uint64_t)(now - last);
      /* intended times: queueing in harness or peer counts as latency */
      publish(p, next_ch, rate_next, rate_step); next_ch = (next_ch + 1) % o_channels; rate_next += rate_step * o_batch;
    }
  } else if (closed_loop) {
    for (;;) {
      uint64_t now = now_ns();
      if (now >= phase_end || (!measuring && published_total >= (uint64_t)o_warmup)) return;
      if (expected - received + (uint64_t)live_subs[next_ch] * o_batch > (uint64_t)o_window * (o_clients - o_stall) / (o_all ? 1 : o_channels)) return;
      pub *p = pub_free(); if (!p) return;
      publish(p, next_ch, now, 0); next_ch = (next_ch + 1) % o_channels;
    }
  }
}
/* the measured phase in slices of half a second: CPU us per delivery and deliveries/s of each, so that a machine whose
 * speed flips within a run can still be judged by its fast slices */
static struct { float cpu_us, rate; } slices[2000];
static int n_slices, srv_list[256], n_srv;
static uint64_t sl_t, sl_cpu, sl_del;
static void slice(uint64_t now) {
  if (now - sl_t < 500000000ull || n_slices >= 2000) return;
  uint64_t cpu = server_cpu_ns(srv_list, n_srv), del = phase_received - sl_del;
  if (del) { slices[n_slices].cpu_us = (cpu - sl_cpu) / 1e3 / del; slices[n_slices++].rate = del / ((now - sl_t) / 1e9); }
  sl_t = now; sl_cpu = cpu; sl_del = phase_received;
}
static uint64_t idle_ns; /* --spin: time spent in empty polls of the measured phase */
static void pump(int timeout_ms) {
  static struct epoll_event ev[256];
  int n;
  bool spin = o_spin && measuring; uint64_t t = spin ? now_ns() : 0;
  if (spin) timeout_ms = 0;
  if (rate_next && timeout_ms > 0) {
    int64_t left = (int64_t)rate_next - (int64_t)now_ns();
    struct timespec ts = {0, left < 0 ? 0 : left > timeout_ms * 1000000ll ? timeout_ms * 1000000ll : left};
    ts.tv_sec = ts.tv_nsec / 1000000000; ts.tv_nsec %= 1000000000;
    n = epoll_pwait2(ep, ev, 256, &ts, NULL);
  } else n = epoll_wait(ep, ev, 256, timeout_ms);
  if (spin && n == 0) idle_ns += now_ns() - t;
  for (int i = 0; i < n; i++) {
    int tag = *(int *)ev[i].data.ptr;
    if (tag == 0) client_event(ev[i].data.ptr, ev[i].events); else pub_event(ev[i].data.ptr, ev[i].events);
    if ((rate_next || closed_loop) && (i & 15) == 15) maybe_publish();
  }
  if (rate_next || closed_loop) { maybe_publish(); if (measuring) slice(now_ns()); }
}
static void run_for(double s) { uint64_t end = now_ns() + (uint64_t)(s * 1e9), now; while ((now = now_ns()) < end) { int ms = (int)((end - now) / 1000000) + 1; pump(ms > 100 ? 100 : ms); } }
static bool drain(double patience) { /* until all expected and every answer arrived, or nothing arrives for `patience` seconds */
  uint64_t t = now_ns();
  while (received < expected || acked < requests) { uint64_t before = received + acked; pump(10); if (received + acked != before) t = now_ns(); else if (now_ns() - t > patience * 1e9) return false; }
  return true;
}
static void new_phase(bool measure) { measuring = measure; for (int i = 0; i < o_channels; i++) phase_base[i] = sent_by_ch[i]; }

static void usage_text(void) {
  puts("wsfan --port N [options]           (all addresses are 127.0.0.1)\n"
       "clients:   --clients 1000 --channels 1 (client i subscribes to channel i % channels)  --path /ws/job_{ch}\n"
       "           --header 'K: V' (repeat)  --send TEXT (repeat; after the handshake)  --confirm K (text frames to await)\n"
       "           --confirm-key STR  --concurrency 64  --proto raw|eio|nats|mqtt  --subject job_{ch} (nats/mqtt)\n"
       "           --stall K (the first K clients stop reading: slow-consumer test)\n"
       "           --runs (frames are arrays of messages and of runs [number,seq,{update},...], as in trainwire.v2-draft)\n"
       "           --all-channels (every client subscribes to all channels: --send once for each, give --confirm accordingly)\n"
       "           --resume N (nothing is published; every client is to receive updates 0 to N-1 of its channels)\n"
       "publisher: --pub http|ws|nats|mqtt|none  --pub-port N  --pub-path /publish/job_{ch}  --pub-conns 4 (http)\n"
       "           --pub-header 'K: V' --pub-send TEXT (ws: once after connect)  --payload TEMPLATE or @file\n"
       "           --batch K (http: K updates of one channel a request, as NDJSON)  --accepted-key STR (the answer's number of\n"
       "           stored updates, which must be K)   With --clients 0 the answers are what is measured\n"
       "load:      --rate R updates/s over all channels (0 = closed loop)  --window 8 (closed loop: updates in flight)\n"
       "           --duration 5 s  --warmup 100 updates  --idle S (only hold the connections, measure memory)\n"
       "           --settle 0.5 s  --drain 3 s  --spin (never sleep in epoll: no wake-up cost for the server)\n"
       "keys:      --seq-key '\"seq\"' --t0-key '\"t0\"' --route-key '\"train_id\"' ('' = no check) --route-prefix job_\n"
       "server:    --pid P[,P] (CPU and RSS of these and their children)   --label TEXT   --verbose\n"
       "templates: {ch} {seq} {t0} {idx}");
}
int main(int argc, char **argv) {
  enum { PORT = 256, CLIENTS, CHANNELS, PATH, HEADER, SEND, CONFIRM, CONFIRMKEY, CONC, PROTO, SUBJECT, STALL, PUB, PUBPORT, PUBPATH, PUBCONNS, PUBHDR, PUBSEND, PAYLOAD, RATE, WINDOW, DUR, WARM, IDLE, SETTLE, DRAIN, SPIN, SEQK, T0K, ROUTEK, ROUTEP, BATCH, ACCEPTED, ALL, RUNS, RESUME, PID, LABEL, VERB, HELP };
  static struct option lo[] = {{"port", 1, 0, PORT}, {"clients", 1, 0, CLIENTS}, {"channels", 1, 0, CHANNELS}, {"path", 1, 0, PATH}, {"header", 1, 0, HEADER}, {"send", 1, 0, SEND}, {"confirm", 1, 0, CONFIRM}, {"confirm-key", 1, 0, CONFIRMKEY}, {"concurrency", 1, 0, CONC}, {"proto", 1, 0, PROTO}, {"subject", 1, 0, SUBJECT}, {"stall", 1, 0, STALL}, {"pub", 1, 0, PUB}, {"pub-port", 1, 0, PUBPORT}, {"pub-path", 1, 0, PUBPATH}, {"pub-conns", 1, 0, PUBCONNS}, {"pub-header", 1, 0, PUBHDR}, {"pub-send", 1, 0, PUBSEND}, {"payload", 1, 0, PAYLOAD}, {"rate", 1, 0, RATE}, {"window", 1, 0, WINDOW}, {"duration", 1, 0, DUR}, {"warmup", 1, 0, WARM}, {"idle", 1, 0, IDLE}, {"settle", 1, 0, SETTLE}, {"drain", 1, 0, DRAIN}, {"spin", 0, 0, SPIN}, {"seq-key", 1, 0, SEQK}, {"t0-key", 1, 0, T0K}, {"route-key", 1, 0, ROUTEK}, {"route-prefix", 1, 0, ROUTEP}, {"batch", 1, 0, BATCH}, {"accepted-key", 1, 0, ACCEPTED}, {"all-channels", 0, 0, ALL}, {"runs", 0, 0, RUNS}, {"resume", 1, 0, RESUME}, {"pid", 1, 0, PID}, {"label", 1, 0, LABEL}, {"verbose", 0, 0, VERB}, {"help", 0, 0, HELP}, {0}};
  for (int o; (o = getopt_long(argc, argv, "", lo, NULL)) != -1;) switch (o) {
    case PORT: o_port = atoi(optarg); break; case CLIENTS: o_clients = atoi(optarg); break; case CHANNELS: o_channels = atoi(optarg); break;
    case PATH: o_path = optarg; break; case HEADER: if (n_hdr < 8) o_hdr[n_hdr++] = optarg; break; case SEND: if (n_send < 8) o_send[n_send++] = optarg; break;
    case CONFIRM: o_confirm = atoi(optarg); break; case CONFIRMKEY: o_confirm_key = optarg; break; case CONC: o_conc = atoi(optarg); break;
    case PROTO: o_proto = !strcmp(optarg, "eio") ? P_EIO : !strcmp(optarg, "nats") ? P_NATS : !strcmp(optarg, "mqtt") ? P_MQTT : P_RAW; break;
    case SUBJECT: o_subject = optarg; break; case STALL: o_stall = atoi(optarg); break;
    case PUB: o_pub = !strcmp(optarg, "http") ? PUB_HTTP : !strcmp(optarg, "ws") ? PUB_WS : !strcmp(optarg, "nats") ? PUB_NATS : !strcmp(optarg, "mqtt") ? PUB_MQTT : PUB_NONE; break;
    case PUBPORT: o_pubport = atoi(optarg); break; case PUBPATH: o_pubpath = optarg; break; case PUBCONNS: o_pubconns = atoi(optarg); break;
    case PUBHDR: if (n_phdr < 8) o_phdr[n_phdr++] = optarg; break; case PUBSEND: if (n_pubsend < 8) o_pubsend[n_pubsend++] = optarg; break;
    case PAYLOAD: if (optarg[0] == '@') { FILE *f = fopen(optarg + 1, "r"); char *b = calloc(1, 65536); if (!f || !fread(b, 1, 60000, f)) die(optarg); fclose(f); o_payload = b; } else o_payload = optarg; break;
    case RATE: o_rate = atof(optarg); break; case WINDOW: o_window = atoi(optarg); break; case DUR: o_duration = atof(optarg); break; case WARM: o_warmup = atoi(optarg); break;
    case IDLE: o_idle = atof(optarg); break; case SETTLE: o_settle = atof(optarg); break; case DRAIN: o_drain = atof(optarg); break; case SPIN: o_spin = true; break;
    case SEQK: o_seqkey = optarg; break; case T0K: o_t0key = optarg; break; case ROUTEK: o_routekey = optarg; break; case ROUTEP: o_routeprefix = optarg; break;
    case BATCH: o_batch = atoi(optarg); break; case ACCEPTED: o_acceptedkey = optarg; break; case ALL: o_all = true; break; case RUNS: o_runs = true; break; case RESUME: o_resume = strtoull(optarg, NULL, 10); break;
    case PID: for (char *s = strtok(optarg, ","); s && n_pids < 16; s = strtok(NULL, ",")) o_pids[n_pids++] = atoi(s); break;
    case LABEL: o_label = optarg; break; case VERB: o_verbose = true; break; default: usage_text(); return o == HELP ? 0 : 2;
  }
  if (!o_port) { usage_text(); return 2; }
  if (!o_pubport) o_pubport = o_port;
  if (o_batch < 1 || (o_batch > 1 && o_pub != PUB_HTTP)) { fprintf(stderr, "--batch needs --pub http and a number above 0\n"); return 2; }
  if (o_clients && !o_rate && o_window < o_batch) { fprintf(stderr, "--window must be at least --batch\n"); return 2; }
  kl_seq = strlen(o_seqkey); kl_t0 = strlen(o_t0key); kl_route = strlen(o_routekey); kl_rp = strlen(o_routeprefix);
  signal(SIGPIPE, SIG_IGN); srand((unsigned)now_ns());
  struct rlimit rl; getrlimit(RLIMIT_NOFILE, &rl); rl.rlim_cur = rl.rlim_max; setrlimit(RLIMIT_NOFILE, &rl);
  sent_by_ch = calloc(o_channels, 8); phase_base = calloc(o_channels, 8); live_subs = calloc(o_channels, sizeof(int)); C = calloc(o_clients, sizeof *C);
  ep = epoll_create1(EPOLL_CLOEXEC);

  /* 1. connect */
  usage u0 = server_usage(true);
  uint64_t tc = now_ns(); phase_start = t_last_delivery = tc;
  double b0 = 0, s0 = 0, b1 = 0, s1 = 0, h0 = 0, h1 = 0;
  if (o_resume) {
    for (int i = 0; i < o_channels; i++) sent_by_ch[i] = o_resume;
    expected = o_resume * (o_clients - o_stall) * (o_all ? o_channels : 1);
    measuring = true; machine(&b0, &s0); h0 = self_cpu();
  }
  while (n_ready + n_closed < o_clients) {
    while (n_started < o_clients && n_started - n_ready - n_closed < o_conc) { conn *c = C + n_started; c->idx = n_started; c->ch = n_started % o_channels; c->stalled = n_started < o_stall; c->tracks = calloc(o_all ? o_channels : 1, sizeof(track)); client_start(c); n_started++; }
    pump(50);
    if (now_ns() - tc > 120e9) { fprintf(stderr, "connect timeout: %d ready of %d\n", n_ready, o_clients); return 3; }
  }
  double connect_s = (now_ns() - tc) / 1e9;
  if (n_closed) { fprintf(stderr, "%d of %d clients failed to connect\n", n_closed, o_clients); return 3; }
  for (int i = 0; i < o_stall; i++) epoll_ctl(ep, EPOLL_CTL_DEL, C[i].fd, NULL);
  if (o_idle < 0 && !o_resume) pub_start();
  if (!o_resume) run_for(o_settle);
  usage u1 = server_usage(true), u2 = u1, u3 = u1; double wall = 0; bool complete = true;
  if (o_idle >= 0) { u2 = server_usage(false); uint64_t t = now_ns(); run_for(o_idle); wall = (now_ns() - t) / 1e9; u3 = server_usage(true); }
  else if (o_resume) { complete = drain(o_drain); wall = (t_last_delivery - phase_start) / 1e9; u2 = u0; u3 = server_usage(true); machine(&b1, &s1); h1 = self_cpu(); }
  else {
    /* 2. warm-up */
    phase_end = now_ns() + 60000000000ull;
    if (o_warmup && o_pub != PUB_NONE) { closed_loop = true; while (published_total < (uint64_t)o_warmup && now_ns() < phase_end) pump(100); closed_loop = false; }
    if (!drain(o_drain)) fprintf(stderr, "warm-up: %llu of %llu deliveries missing\n", (unsigned long long)(expected - received), (unsigned long long)expected);
    run_for(0.2);
    expected = received; /* losses of the warm-up are reported above, not counted again */
    /* 3. measured phase */
    new_phase(true); dups = outoforder = misrouted = unparsed = frames = otherframes = rxbytes = 0;
    u2 = server_usage(false); machine(&b0, &s0); h0 = self_cpu();
    for (int i = 0; i < n_pids; i++) proc_tree(o_pids[i], srv_list, &n_srv);
    uint64_t t = now_ns(); t_last_delivery = sl_t = t; sl_cpu = server_cpu_ns(srv_list, n_srv); sl_del = 0; phase_end = t + (uint64_t)(o_duration * 1e9);
    if (o_rate > 0) { rate_step = 1e9 / o_rate; rate_next = t + rate_step; } else closed_loop = o_pub != PUB_NONE;
    uint64_t lr = received + acked, lt = t;
    while (now_ns() < phase_end) { pump(100); if (received + acked != lr) lr = received + acked, lt = now_ns(); else if (closed_loop && now_ns() - lt > o_drain * 1e9) { fprintf(stderr, "stalled: no delivery for %.1f s\n", o_drain); break; } }
    if (o_rate > 0) { uint64_t lim = now_ns() + (uint64_t)(o_drain * 1e9); while (rate_next + rate_step * (o_batch - 1) < phase_end && now_ns() < lim) pump(10); } /* overdue updates */
    closed_loop = false; rate_next = 0;
    complete = drain(o_drain);
    wall = (t_last_delivery - t) / 1e9; u3 = server_usage(true); machine(&b1, &s1); h1 = self_cpu();
  }
  /* 4. missing per connection */
  uint64_t missing = 0; int short_conns = 0;
  for (int i = 0; i < o_clients && o_idle < 0; i++) {
    conn *c = C + i; if (c->stalled) continue; uint64_t m = 0;
    for (int ch = o_all ? 0 : c->ch; ch <= (o_all ? o_channels - 1 : c->ch); ch++) {
      const track *k = c->tracks + (o_all ? ch : 0);
      for (uint64_t s = phase_base[ch]; s < sent_by_ch[ch]; s++) if (s / 64 >= k->seen_words || !(k->seen[s / 64] >> (s & 63) & 1)) m++;
    }
    missing += m; if (m) short_conns++;
  }
  double cu = u3.user - u2.user, cs = u3.sys - u2.sys, mdel = phase_received / 1e6, mpub = phase_published / 1e6, busy = b1 - b0;
  int n = o_clients;
  printf("{\"label\":\"%s\",\"clients\":%d,\"channels\":%d,\"mode\":\"%s\",\"rate\":%g,\"window\":%d,\"connect_s\":%.3f,"
         "\"published\":%llu,\"deliveries\":%llu,\"frames\":%llu,\"rx_mb\":%.1f,\"wall_s\":%.3f,\"deliveries_per_s\":%.0f,"
         "\"missing\":%llu,\"short_conns\":%d,\"duplicates\":%llu,\"out_of_order\":%llu,\"misrouted\":%llu,\"unparsed\":%llu,\"http_errors\":%llu,\"closed\":%d,\"complete\":%s,"
         "\"srv_user_s\":%.2f,\"srv_sys_s\":%.2f,\"cpu_s_per_M\":%.3f,\"user_s_per_M\":%.3f,\"sys_s_per_M\":%.3f,\"cpu_s_per_M_published\":%.3f,\"published_per_s\":%.0f,\"pub_lag_max_ms\":%.3f,"
         "\"rss_kb\":[%ld,%ld,%ld],\"pss_kb\":[%ld,%ld,%ld],\"rss_kb_per_conn\":%.2f,\"pss_kb_per_conn\":%.2f,\"procs\":%d,"
         "\"harness_cpu_s\":%.2f,\"harness_busy\":%.3f,\"other_cpu_s\":%.2f,\"steal_s\":%.2f,",
         o_label, n, o_channels, o_resume ? "resume" : o_idle >= 0 ? "idle" : o_rate > 0 ? "rate" : "closed", o_rate, o_window, connect_s,
         (unsigned long long)phase_published, (unsigned long long)phase_received, (unsigned long long)frames, rxbytes / 1e6, wall, wall > 0 ? phase_received / wall : 0,
         (unsigned long long)missing, short_conns, (unsigned long long)dups, (unsigned long long)outoforder, (unsigned long long)misrouted, (unsigned long long)unparsed, (unsigned long long)http_bad, n_closed, complete && !missing ? "true" : "false",
         cu, cs, mdel > 0 ? (cu + cs) / mdel : 0, mdel > 0 ? cu / mdel : 0, mdel > 0 ? cs / mdel : 0, mpub > 0 ? (cu + cs) / mpub : 0, wall > 0 ? phase_published / wall : 0, publag_max / 1e6,
         u0.rss_kb, u1.rss_kb, u3.rss_kb, u0.pss_kb, u1.pss_kb, u3.pss_kb, n ? (double)((o_idle >= 0 ? u3 : u1).rss_kb - u0.rss_kb) / n : 0, n ? (double)((o_idle >= 0 ? u3 : u1).pss_kb - u0.pss_kb) / n : 0, u3.procs,
         h1 - h0, wall > 0 ? (o_spin ? 1 - idle_ns / 1e9 / wall : (h1 - h0) / wall) : 0, busy - (h1 - h0) - cu - cs, s1 - s0);
  hist_print("lat_ms", &latency); hist_print("ack_ms", &ack);
  printf("\"slice_cpu_us\":["); for (int i = 0; i < n_slices; i++) printf("%s%.2f", i ? "," : "", slices[i].cpu_us);
  printf("],\"slice_rate\":["); for (int i = 0; i < n_slices; i++) printf("%s%.0f", i ? "," : "", slices[i].rate);
  printf("]}\n");
  return complete && !missing && !dups && !misrouted && !n_closed && !http_bad ? 0 : 1;
}
