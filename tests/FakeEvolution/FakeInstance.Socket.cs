using System.Text.Json.Nodes;

namespace PilotPairing.FakeEvolution;

/// <summary>What its socket does by itself: batches of QR codes, their turn and their limit, and what is notified of it.</summary>
public sealed partial class FakeInstance
{
    private void Open(string phone)
    {
        Stop();
        (State, StoredState, Owner, Payload, PairingCode) = ("open", "open", phone, null, null);
        Publish("connection.update", HookData.Opened(Connection("open", 200), phone));
    }

    private void Close(int code, JsonObject detail)
    {
        lock (_gate)
        {
            Stop();
            (State, StoredState, EndCode, EndDetail, Payload, PairingCode, _count) = ("close", "close", code, detail, null, null, 0);
            Publish("status.instance", HookData.Closed(this, code, detail, Bodies.Now(server)));
            Publish("logout.instance", null);
            Publish("connection.update", Connection("close", code));
        }
    }

    private void NewBatch()
    {
        _refsLeft = server.QrCodesPerBatch;
        // It asks for the pairing code a second after the QR code came, and shows both together.
        After(_codeFor is null || server.FirstQrAfter == TimeSpan.Zero ? server.FirstQrAfter : server.FirstQrAfter + BeforeCode, NextQr);
    }

    /// <summary>At once where nothing is to be waited for; the last timer is over either way.</summary>
    private void After(TimeSpan wait, Action act)
    {
        Stop();
        if (wait == TimeSpan.Zero)
        {
            act();
            return;
        }

        _timer = server.Clock.CreateTimer(
            _ =>
            {
                lock (_gate)
                {
                    if (State == "connecting")
                        act();
                }
            },
            null, wait, Timeout.InfiniteTimeSpan);
    }

    private void NextQr()
    {
        Stop();
        if (_count >= server.QrLimit)
        {
            Refuse();
            return;
        }

        (_count, _refsLeft) = (_count + 1, _refsLeft - 1);
        Payload = $"2@{server.Draw("ref")},{server.Draw("key")},{server.Draw("key")},{server.Draw("key")}";
        PairingCode = _codeFor is null ? null : server.Draw("").ToUpperInvariant().Replace('0', 'Z');
        Publish("qrcode.updated", HookData.Qr(this));
        _timer = server.Clock.CreateTimer(_ => Turn(), null, QrLife, Timeout.InfiniteTimeSpan);
    }

    private void Turn()
    {
        lock (_gate)
        {
            if (State != "connecting")
                return;
            if (_refsLeft > 0)
            {
                NextQr();
                return;
            }

            Publish("connection.update", Connection("connecting", 200));
            // It knows whose it would be, tries to log in, and is thrown out.
            if (_codeFor is null)
                NewBatch();
            else
                Close(401, Endings.LoginRefused());
        }
    }

    private void Refuse()
    {
        (State, StoredState, Payload, PairingCode, _count) = ("close", "close", null, null, 0);
        Publish("connection.update", Connection("refused", 428));
        Publish("qrcode.updated", HookData.QrLimit());
    }

    private void Storm()
    {
        lock (_gate)
        {
            State = State == "connecting" ? "close" : "connecting";
            if (State == "connecting")
                Publish("connection.update", Connection("connecting", 200));
        }
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private JsonObject Connection(string state, int reason) => HookData.Connection(this, state, reason);

    private void Publish(string happened, JsonNode? data)
    {
        if (Webhook is not null)
            server.Hooks.Send(this, happened, data);
    }
}
