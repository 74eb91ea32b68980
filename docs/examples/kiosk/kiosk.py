"""A kiosk in sixty lines of Python: sign in, borrow, list the loans, give back.

    pip install grpcio grpcio-tools
    python -m grpc_tools.protoc -I proto --python_out=stubs --grpc_python_out=stubs proto/navette/*/v1/*.proto
    PYTHONPATH=stubs python kiosk.py 127.0.0.1:7701 000001 2580 BARCODE

The node must trust this machine, as those of `navette demo` do; how a kiosk elsewhere shows its certificate: docs/integrators.md.
"""

import secrets
import sys

import grpc
from navette.access.v1 import access_service_pb2 as access
from navette.access.v1.access_service_pb2_grpc import AccessServiceStub
from navette.circulation.v1 import circulation_service_pb2 as circulation
from navette.circulation.v1.circulation_service_pb2_grpc import CirculationServiceStub
from navette.desk.v1.desk_pb2 import NextPlace
from navette.identity.v1.identity_pb2 import Card


def a_request_id():
    """Names a command: repeated with the same name, it changes nothing and gives the first answer again."""
    return secrets.token_hex(16)


def main(node, card_number, pin, barcode):
    with grpc.insecure_channel(node) as channel:
        access_service = AccessServiceStub(channel)
        counter = CirculationServiceStub(channel)

        # An empty library is the one whose node is called.
        signed_in = access_service.SignInPatron(
            access.SignInPatronRequest(card=Card(number=card_number), pin=pin), timeout=10
        )
        as_patron = [("authorization", f"Bearer {signed_in.session.token}")]

        # The session says whose loan it is: no card is named any more.
        lent = counter.CheckOut(
            circulation.CheckOutRequest(request_id=a_request_id(), code=barcode), metadata=as_patron, timeout=10
        )
        print(f"lent: {lent.loan.title}, due {lent.loan.due}")

        for loan in counter.ListLoans(circulation.ListLoansRequest(), metadata=as_patron, timeout=10).loans:
            print(f"loan: {loan.title}, due {loan.due}")

        # The kiosk takes back in its own name: a return needs no patron.
        back = counter.CheckIn(
            circulation.CheckInRequest(request_id=a_request_id(), code=barcode), timeout=10
        )
        print(f"back: {back.act.title}, {NextPlace.Name(back.act.place)}")

        # Whoever comes next must find nobody signed in.
        access_service.SignOut(access.SignOutRequest(), metadata=as_patron, timeout=10)
        print("signed out")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: kiosk.py HOST:PORT CARD PIN BARCODE")
    try:
        main(*sys.argv[1:])
    except grpc.RpcError as refused:
        sys.exit(f"{refused.code().name}: {refused.details()}")
