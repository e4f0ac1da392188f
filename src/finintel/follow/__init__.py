"""What an analyst asks of the money: from anything known, forward to its ends or back.

Reads: mart, in the published snapshot only: a running night neither waits nor is waited for.
Writes: nothing; what is asked is answered anew from the entries, not from what a night had traced.
Promises: every answer is a range over methods and orders, conserves value to the minor unit, and
    says in numbers what its bounds left out. No name of a person is read.
"""
