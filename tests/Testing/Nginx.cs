using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PilotPairing.Testing;

/// <summary>
/// Debian's nginx with a site of the docs, in a folder and a process of its own: one process, so that its end is the end of all of it.
/// </summary>
public sealed class Nginx : IAsyncDisposable
{
    private static readonly string Program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
    private readonly string _folder = Directory.CreateTempSubdirectory("pilotpairing-nginx-").FullName;
    private readonly ReservedPort _port = ReservedPort.Take();
    private readonly ReservedPort _plainPort = ReservedPort.Take();
    private Process? _process;

    private Nginx()
    {
    }

    public string Url => $"https://localhost:{_port.Number}";

    public string PlainUrl => $"http://localhost:{_plainPort.Number}";

    /// <summary>Its certificate, for curl.</summary>
    public string CertificateFile => Path.Combine(_folder, "fullchain.pem");

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(_folder, "pilotpairing.log");

    /// <param name="site">For the addresses and files of the docs; each is replaced by one of the test's.</param>
    public static async Task<Nginx> Start(string site, Uri server)
    {
        var nginx = new Nginx();
        nginx.Write(Replaced(
            site, ("127.0.0.1:5080", server.Authority), ("listen 80;", $"listen 127.0.0.1:{nginx._plainPort.Number};"),
            ("listen 443 ", $"listen 127.0.0.1:{nginx._port.Number} "),
            ("/etc/letsencrypt/live/pair.example.com", nginx._folder), ("/var/log/nginx", nginx._folder),
            ("pair.example.com", "localhost")));
        nginx._process = Process.Start(
            new ProcessStartInfo(Program, ["-p", nginx._folder, "-c", "nginx.conf", "-e", "stderr"]) { RedirectStandardError = true })!;
        await nginx.Ready();
        return nginx;
    }

    /// <summary>Trusts its certificate and no other.</summary>
    public static SocketsHttpHandler Handler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate?.Subject == "CN=localhost"
        },
        AllowAutoRedirect = false,
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _port.Dispose();
        _plainPort.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Replaced(string text, params (string Old, string New)[] replacements)
    {
        foreach (var (old, replacement) in replacements)
            text = text.Contains(old, StringComparison.Ordinal)
                ? text.Replace(old, replacement, StringComparison.Ordinal)
                : throw new InvalidOperationException($"The site does not say {old}");
        return text;
    }

    private void Write(string site)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder, "site.conf"), site);
        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            master_process off;
            pid nginx.pid;
            events {}
            http {
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include site.conf;
            }
            """);
    }

    private async Task Ready()
    {
#pragma warning disable RS0030 // Tests play the outside world, which has no client factory.
        using var http = new HttpClient(Handler());
#pragma warning restore RS0030
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (_process!.HasExited)
                throw new InvalidOperationException("nginx ended: " + await _process.StandardError.ReadToEndAsync());
            try
            {
                using var answer = await http.GetAsync(new Uri(Url + "/health/live"));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        throw new TimeoutException("nginx does not answer");
    }
}
