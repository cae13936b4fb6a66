using System.Text.Json.Nodes;

namespace PilotPairing.FakeGraph;

/// <summary>A WhatsApp business account.</summary>
public sealed class FakeAccount(GraphServer server, string id)
{
    private readonly List<FakeNumber> _numbers = [];
    private readonly List<FakeTemplate> _templates = [];

    public string Id { get; } = id;

    public bool IsSubscribed { get; set; }

    public IReadOnlyList<FakeNumber> Numbers
    {
        get
        {
            lock (_numbers)
                return [.. _numbers];
        }
    }

    public IReadOnlyList<FakeTemplate> Templates
    {
        get
        {
            lock (_templates)
                return [.. _templates];
        }
    }

    /// <summary>An approved one.</summary>
    /// <param name="body">With variables as Meta writes them.</param>
    /// <param name="url">Of its button; null without one.</param>
    public FakeTemplate NewTemplate(string name, string language, string body, string? url, string format = "POSITIONAL")
    {
        var components = new JsonArray(new JsonObject { ["type"] = "BODY", ["text"] = body });
        if (url is not null)
        {
            components.Add(new JsonObject
            {
                ["type"] = "BUTTONS",
                ["buttons"] = new JsonArray(new JsonObject { ["type"] = "URL", ["text"] = "Open", ["url"] = url }),
            });
        }

        var template = new FakeTemplate(server.Draw("5941"), name, language) { ParameterFormat = format, Components = components };
        Add(template);
        return template;
    }

    public void Delete(FakeTemplate template)
    {
        lock (_templates)
            _templates.Remove(template);
    }

    internal void Add(FakeTemplate template)
    {
        lock (_templates)
            _templates.Add(template);
    }

    /// <summary>Verified and not registered, as Embedded Signup leaves it.</summary>
    public FakeNumber NewNumber(string shown = "+55 11 99999-9999")
    {
        var number = new FakeNumber(server.Draw("1066")) { Shown = shown };
        lock (_numbers)
            _numbers.Add(number);
        return number;
    }
}

public sealed class FakeNumber(string id)
{
    private const int TriesPerWindow = 10;
    private static readonly TimeSpan Window = TimeSpan.FromHours(72);
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _tries = [];

    public string Id { get; } = id;

    /// <summary>As the app shows it, with blanks and dashes.</summary>
    public string Shown { get; set; } = "";

    public string Status { get; set; } = "PENDING";

    public string Quality { get; set; } = "UNKNOWN";

    public string MessagingLimit { get; set; } = "TIER_250";

    public bool IsVerified { get; set; } = true;

    /// <summary>It stays in the WhatsApp Business app.</summary>
    public bool IsOnBusinessApp { get; set; }

    public bool IsRegistered { get; set; }

    /// <summary>The two-step PIN that is already set; the first registration sets it.</summary>
    public string? Pin { get; set; }

    public int Tries => _tries.Count;

    /// <summary>As if it had been registered too often.</summary>
    public void Block(DateTimeOffset now) => _tries.AddRange(Enumerable.Repeat(now, TriesPerWindow));

    /// <summary>Graph's error code; null when it is registered now.</summary>
    internal int? Register(string pin, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_tries.Count(tried => tried > now - Window) >= TriesPerWindow)
                return 133016;
            _tries.Add(now);
            if (!IsVerified)
                return 133006;
            if (Pin is not null && Pin != pin)
                return 133005;
            (Pin, IsRegistered, Status, Quality) = (pin, true, "CONNECTED", "GREEN");
            return null;
        }
    }
}

internal sealed class FakeCode(string value, IReadOnlyList<FakeAccount> accounts, DateTimeOffset issuedAt)
{
    private int _uses;

    public string Value { get; } = value;

    public IReadOnlyList<FakeAccount> Accounts { get; } = accounts;

    public DateTimeOffset IssuedAt { get; } = issuedAt;

    public bool TakeOnce() => Interlocked.Increment(ref _uses) == 1;
}

/// <param name="accounts">What it was given; empty for every account of the business.</param>
public sealed class FakeToken(string value, IReadOnlyList<string> accounts)
{
    public string Value { get; } = value;

    public IReadOnlyList<string> Accounts { get; } = accounts;

    public required string AppId { get; set; }

    /// <summary>Null for the token of a system user without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public bool IsRevoked { get; set; }

    public IReadOnlyList<string> Scopes { get; set; } = ["whatsapp_business_management", "whatsapp_business_messaging"];

    public bool Reaches(string account) => Accounts.Count == 0 || Accounts.Contains(account);
}
