/**
 * A certificate that nobody signed and its key, which is no secret, for peers and twins that speak TLS: `openssl req -x509 -nodes -newkey ec
 * -pkeyopt ec_paramgen_curve:prime256v1 -days 36500 -subj /CN=twin`.
 */
export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8QIPYkmJdBXC1kKJ
FA5bM/xWKIweFHPeUUSnv9jz++GhRANCAARrb8XDlbprdtMv0PTKhNGIulS6A8A/
zvgcdy+PhyyG7902vSexPr5pNCWMedndKmCkfy4Ls1ZoymMwGUJajEtK
-----END PRIVATE KEY-----
`;

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdjCCARugAwIBAgIUPv9t7YujHrDYQpm7LSnmsxQkKQcwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdHdpbjAgFw0yNjExMjIwNTA1MzZaGA8yMTI2MTAyOTA1MDUz
NlowDzENMAsGA1UEAwwEdHdpbjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGtv
xcOVumt20y/Q9MqE0Yi6VLoDwD/O+Bx3L4+HLIbv3Ta9J7E+vmk0JYx52d0qYKR/
LguzVmjKYzAZQlqMS0qjUzBRMB0GA1UdDgQWBBQEDHtt7s5cSz+A3xRp88Aw8GFq
cTAfBgNVHSMEGDAWgBQEDHtt7s5cSz+A3xRp88Aw8GFqcTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0kAMEYCIQD69LL/6z4TGPWXRjWrZu523hU20ITnez49
rbIwe0oknwIhAL60WRzOSDndBn/QEUK3y5i1htl6g2q24T8qifjKxvSq
-----END CERTIFICATE-----
`;
