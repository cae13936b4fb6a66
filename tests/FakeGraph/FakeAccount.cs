namespace PilotPairing.FakeGraph;

/// <summary>A WhatsApp business account.</summary>
public sealed class FakeAccount(GraphServer server, string id)
{
    private readonly List<FakeNumber> _numbers = [];

    public string Id { get; } = id;

    public bool IsSubscribed { get; internal set; }

    public IReadOnlyList<FakeNumber> Numbers
    {
        get
        {
            lock (_numbers)
                return [.. _numbers];
        }
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
