using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Infrastructure.Logging;
using PilotPairing.Infrastructure.Tests.Gateways;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Logging;

/// <summary>Which log lines are repetitions of one failure and which are not, on a clock that stands still.</summary>
public sealed class RepeatedFailuresTests : IDisposable
{
    private const string Work = "PilotPairing.Infrastructure.Work";
    private readonly FakeClock _clock = new();
    private readonly RecordedLog _written = new();
    private readonly LimitedLoggerFactory _factory;

    public RepeatedFailuresTests() => _factory = new(new One(_written), new RepeatedFailures(_clock));

    public void Dispose()
    {
        _factory.Dispose();
        _written.Dispose();
    }

    [Fact]
    public void One_failure_that_comes_again_is_one_line_and_a_count()
    {
        for (var time = 0; time < 5; time++)
            Log(Work, Thrown(Parse));

        _written.Lines.Should().ContainSingle().Which.Should().Contain(nameof(FormatException)).And.Contain("   at ");
        _clock.Advance(RepeatedFailures.Interval);
        _written.Lines.Should().HaveCount(2)
            .And.Contain(line =>
                line.Contains("FormatException at System.", StringComparison.Ordinal)
                    && line.Contains("came 4 more times", StringComparison.Ordinal));
        Log(Work, Thrown(Parse));
        _written.Lines.Should().HaveCount(3, "a new interval began");
    }

    [Fact]
    public void Two_bugs_of_one_type_and_event_are_two_lines()
    {
        Log(Work, Thrown(Parse));
        Log(Work, Thrown(ParseElsewhere));
        Log(Work, Thrown(() => throw new FormatException("thrown by ourselves")));
        Log(Work, new InvalidOperationException("wrapped", Thrown(Parse)));

        _written.Lines.Should().HaveCount(4);
    }

    [Fact]
    public void Of_a_database_each_state_is_a_kind_and_has_no_stack()
    {
        foreach (var state in (string[])["25006", "25006", "57P01"])
            Log(Work, Thrown(() => throw new PostgresException("refused", "ERROR", "ERROR", state)));

        _written.Lines.Should().HaveCount(2).And.OnlyContain(line => !line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_set_up_lacks_is_named_and_each_is_a_kind()
    {
        foreach (var table in (string[])["numbers", "numbers", "events"])
            Log(Work, Thrown(() =>
                throw new PostgresException($"permission denied for table {table}", "ERROR", "ERROR",
                    PostgresErrorCodes.InsufficientPrivilege)));

        _written.Lines.Should().HaveCount(2);
        _written.Lines[1].Should().Contain("a mistake in its set-up").And.Contain("42501: permission denied for table events");
    }

    [Fact]
    public void The_bugs_of_requests_are_never_left_out()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Log("PilotPairing.Api.Errors.ExceptionHandler", Thrown(Parse));

        _written.Lines.Should().HaveCount(3);
    }

    private static void Parse() => _ = int.Parse("no number", null);

    private static void ParseElsewhere() => _ = int.Parse("no number", null);

    private static Exception Thrown(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new InvalidOperationException("Nothing was thrown");
    }

    private void Log(string category, Exception exception) =>
        _factory.CreateLogger(category).Log(LogLevel.Error, new EventId(7), "failed", exception, (text, _) => text);

    private sealed class One(RecordedLog log) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => log.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
