using System.Text.Json.Nodes;

namespace PilotPairing.FakeEvolution;

/// <summary>One instance and its socket: what the server does by itself, and what a test has a phone or WhatsApp do to it.</summary>
public sealed partial class FakeInstance(EvolutionServer server, string name, string token, JsonObject? webhook)
{
    private static readonly TimeSpan QrLife = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BeforeCode = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenStorms = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private int _count;
    private int _refsLeft;
    private string? _codeFor;
    private bool _isDeleted;
    private int _answersLeft;

    public string Name { get; } = name;

    public string Token { get; } = token;

    public string Id { get; } = server.Draw("00000000-0000-4000-8000-0000");

    public JsonObject? Webhook { get; set; } = webhook;

    public string? Number { get; init; }

    public string State { get; private set; } = "close";

    public string? Payload { get; private set; }

    public string? PairingCode { get; private set; }

    public string? Owner { get; private set; }

    /// <summary>What the database says, which is often late.</summary>
    public string StoredState { get; private set; } = "close";

    public int? EndCode { get; private set; }

    private JsonObject? EndDetail { get; set; }

    public void Vanish()
    {
        lock (_gate)
            Stop();
    }

    /// <summary>
    /// The phone accepts the QR code or the pairing code. Without <paramref name="opens"/> it then asks its owner for a passkey.
    /// </summary>
    public void Scan(string phone, bool opens = true)
    {
        lock (_gate)
        {
            Publish("connection.update", Connection("connecting", 200));
            if (opens)
                Open(phone);
        }
    }

    public bool Enter(string code, string phone)
    {
        lock (_gate)
        {
            if (PairingCode != code)
                return false;
            Scan(phone);
            return true;
        }
    }

    /// <summary>The network drops, or another client replaces this one (440): it tries again, and nothing says "close".</summary>
    public void Drop()
    {
        lock (_gate)
        {
            State = "connecting";
            Publish("connection.update", Connection("connecting", 200));
            if (Owner is null && server.WhatsApp == WhatsApp.OffersQrCodes)
                NewBatch();
        }
    }

    /// <summary>The server was restarted. A socket that knows whose it would be tries to log in and is thrown out.</summary>
    internal void Resume()
    {
        lock (_gate)
        {
            if (State == "close")
                return;
            (State, Payload, PairingCode, _count) = ("connecting", null, null, 0);
            Publish("connection.update", Connection("connecting", 200));
            if (Owner is not null)
                Open(Owner);
            else if (_codeFor is not null)
                After(server.FirstQrAfter, () => Close(401, Endings.LoginRefused()));
            else
                NewBatch();
        }
    }

    /// <summary>The moment between two sockets: closed, with nothing said and nothing stored.</summary>
    public void Lose()
    {
        lock (_gate)
            State = "close";
    }

    public void Return()
    {
        lock (_gate)
            Open(Owner!);
    }

    /// <summary>The phone unlinks the device (401) or the account is banned (403).</summary>
    public void End(int code) => Close(code, Endings.ByPhone(code));

    internal bool IsGone()
    {
        lock (_gate)
        {
            if (!_isDeleted || _answersLeft-- > 0)
                return false;
            server.Remove(Name);
            return true;
        }
    }

    internal string? ReportedState => _isDeleted ? null : State;

    internal void OpenSocket(string? number)
    {
        lock (_gate)
        {
            (State, _codeFor, EndCode, EndDetail) = ("connecting", number, null, null);
            Publish("connection.update", Connection("connecting", 200));
            if (server.WhatsApp == WhatsApp.OffersQrCodes)
                NewBatch();
            else if (server.WhatsApp == WhatsApp.RefusesVersion)
                _timer = server.Clock.CreateTimer(_ => Storm(), null, BetweenStorms, BetweenStorms);
        }
    }

    internal void Logout()
    {
        if (!server.LogoutFails)
            Close(401, Endings.Logout(Name));
    }

    internal void Delete()
    {
        if (State != "close")
            Close(401, Endings.Logout(Name));
        lock (_gate)
            (_isDeleted, _answersLeft) = (true, server.AnswersAfterDelete);
    }

    internal JsonObject Offer()
    {
        lock (_gate)
            return Payload is null
                ? new() { ["count"] = 0 }
                : new() { ["pairingCode"] = PairingCode, ["code"] = Payload, ["base64"] = HookData.Png, ["count"] = _count };
    }

    internal JsonObject Row() => Bodies.Row(this, EndDetail);
}
