from certificates.faults import Fault, Refused


def test_a_refusal_tells_every_fault():
    refusal = Refused(Fault("a", "甲", "first"), Fault("b", "乙", "second", "name"))
    assert str(refusal) == "[a] first; [b] second"
    assert [fault.zh for fault in refusal.faults] == ["甲", "乙"]
